import {
  type Client,
  type EventDetails,
  NOOP_PROVIDER,
  OpenFeature,
  ProviderEvents,
  type ProviderStatus,
} from '@openfeature/server-sdk';
import { FlagProvider, type FlagProviderOptions } from './flag-provider.ts';
import { type FlagDescription, type FlagName, type FlagValues, flagNames, flags } from './flags.ts';

/** A flag as it stands. */
export interface FlagState extends FlagDescription {
  readonly name: FlagName;
  readonly value: boolean;
  /** As OpenFeature names it: `on` or `off`. */
  readonly variant: string;
  /** As OpenFeature names it: `DEFAULT`, or `STATIC` for what the environment or the file says. */
  readonly reason: string;
  /** `environment`, `file` or `default`. */
  readonly source: string;
}

export interface FlagChange {
  readonly flag: FlagName;
  readonly before: boolean;
  readonly after: boolean;
  readonly source: string;
}

/** Told of what a reload came to; must not throw. */
export interface FlagListeners {
  changed(changes: readonly FlagChange[]): void;
  /** The file names what is no flag; the rest of it holds. */
  unknown(names: readonly string[]): void;
  /** The file can't be used; all stays as it was. */
  refused(problem: string): void;
}

// The SDK has one registry for the whole process, where each service needs a name of its own.
let opened = 0;

/**
 * The flags of one service. They are evaluated by the OpenFeature SDK when they are opened and when the provider tells
 * of a change; in between, `on` holds them as plain values, which cost a request nothing.
 */
export class FeatureFlags {
  readonly on: FlagValues;
  readonly #values: Record<FlagName, boolean>;
  readonly #states = new Map<FlagName, FlagState>();
  readonly #domain: string;
  readonly #provider: FlagProvider;
  readonly #client: Client;
  readonly #listeners: FlagListeners;

  private constructor(options: FlagProviderOptions, listeners: FlagListeners) {
    opened += 1;
    this.#domain = `schemagate-${opened}`;
    this.#provider = new FlagProvider(options);
    this.#client = OpenFeature.getClient(this.#domain);
    this.#listeners = listeners;
    this.#values = Object.fromEntries(flagNames.map((name) => [name, flags[name].default])) as FlagValues;
    this.on = this.#values;
  }

  /** @throws FlagFileError when the file can't be used */
  static async open(options: FlagProviderOptions, listeners: FlagListeners): Promise<FeatureFlags> {
    const made = new FeatureFlags(options, listeners);
    await OpenFeature.setProviderAndWait(made.#domain, made.#provider);
    for (const name of flagNames) await made.#evaluate(name);
    made.#client.addHandler(ProviderEvents.ConfigurationChanged, (details) => made.#onChanged(details));
    made.#client.addHandler(ProviderEvents.Stale, () => listeners.refused(String(made.#provider.problem)));
    return made;
  }

  /** Of the provider: `READY`, or `STALE` while the file can't be used. */
  get status(): ProviderStatus {
    return this.#client.providerStatus;
  }

  get provider(): string {
    return this.#provider.metadata.name;
  }

  get problem(): string | undefined {
    return this.#provider.problem;
  }

  get unknown(): readonly string[] {
    return this.#provider.unknown;
  }

  list(): readonly FlagState[] {
    return [...this.#states.values()];
  }

  /** Reads the file again, if there is one; the listeners are told what came of it, soon after. */
  reload(): void {
    this.#provider.reload();
  }

  async close(): Promise<void> {
    this.#provider.events.removeAllHandlers();
    await OpenFeature.setProviderAndWait(this.#domain, NOOP_PROVIDER);
  }

  async #onChanged(details?: EventDetails<ProviderEvents.ConfigurationChanged>): Promise<void> {
    const named = new Set(details?.flagsChanged);
    const changes: FlagChange[] = [];
    for (const flag of flagNames.filter((name) => named.has(name))) {
      const before = this.#values[flag];
      const { value: after, source } = await this.#evaluate(flag);
      if (after !== before) changes.push({ flag, before, after, source });
    }
    if (changes.length > 0) this.#listeners.changed(changes);
    if (this.unknown.length > 0) this.#listeners.unknown(this.unknown);
  }

  async #evaluate(name: FlagName): Promise<FlagState> {
    const details = await this.#client.getBooleanDetails(name, this.#values[name]);
    const { value, variant = '', reason = '', flagMetadata } = details;
    const state = { name, value, variant, reason, source: String(flagMetadata['source']), ...flags[name] };
    this.#values[name] = value;
    this.#states.set(name, state);
    return state;
  }
}
