import {
  ErrorCode,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  StandardResolutionReasons,
} from '@openfeature/server-sdk';
import { type FlagName, flagNames, flags, isFlagName } from './flags.ts';

type SomeFlags = Readonly<Partial<Record<FlagName, boolean>>>;

/** Where the value of a flag is from. */
export type FlagSource = 'environment' | 'file' | 'default';

export interface FlagProviderOptions {
  /** Flags that the environment sets; they stay as they are. */
  readonly environment: SomeFlags;
  /** Path of the file that sets others; empty for none. */
  readonly file: string;
}

/**
 * Flags from the environment, else from a file, else by default, for the OpenFeature SDK
 * (https://openfeature.dev/specification, sections 2.1 to 2.5). Which of them it was is in the metadata of each
 * resolution, as `source`.
 */
export class FlagProvider implements Provider {
  readonly runsOn = 'server';
  readonly metadata = { name: 'environment-and-file' };
  readonly events = new OpenFeatureEventEmitter();
  readonly #environment: SomeFlags;
  readonly #file: string;
  #read: ((path: string) => { readonly values: SomeFlags; readonly unknown: readonly string[] }) | undefined;
  #fromFile: SomeFlags = {};
  #unknown: readonly string[] = [];
  #problem: string | undefined;

  constructor({ environment, file }: FlagProviderOptions) {
    this.#environment = environment;
    this.#file = file;
  }

  /** Names in the file, as last read, that are no flags. */
  get unknown(): readonly string[] {
    return this.#unknown;
  }

  /** Why the file can't be used since; undefined while it can. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** @throws FlagFileError when the file can't be used, or names what is no flag */
  async initialize(): Promise<void> {
    if (this.#file === '') return;
    // Only with a file is it needed.
    const { FlagFileError, readFlagFile, unknownFlags } = await import('./flag-file.ts');
    const { values, unknown } = readFlagFile(this.#file);
    if (unknown.length > 0) throw new FlagFileError(unknownFlags(this.#file, unknown));
    this.#fromFile = values;
    this.#read = readFlagFile;
  }

  /**
   * Reads the file again. What it says is told by events: changed, or stale when the file can't be used and the
   * values stay what they were. Nothing is told twice.
   */
  reload(): void {
    if (this.#read === undefined) return;
    try {
      const { values, unknown } = this.#read(this.#file);
      this.#take(values, unknown);
    } catch (error) {
      const { message } = error as Error;
      if (message === this.#problem) return;
      this.#problem = message;
      this.events.emit(ProviderEvents.Stale, { message });
    }
  }

  async resolveBooleanEvaluation(
    flagKey: string,
    defaultValue: boolean,
  ): Promise<ResolutionDetails<boolean>> {
    if (!isFlagName(flagKey)) return noSuchFlag(defaultValue);
    const [source, value] = this.#lookUp(flagKey);
    return {
      value,
      variant: value ? 'on' : 'off',
      reason: source === 'default' ? StandardResolutionReasons.DEFAULT : StandardResolutionReasons.STATIC,
      flagMetadata: { source },
    };
  }

  async resolveStringEvaluation(flagKey: string, defaultValue: string): Promise<ResolutionDetails<string>> {
    return noneOfThatType(flagKey, defaultValue);
  }

  async resolveNumberEvaluation(flagKey: string, defaultValue: number): Promise<ResolutionDetails<number>> {
    return noneOfThatType(flagKey, defaultValue);
  }

  async resolveObjectEvaluation<T extends JsonValue>(
    flagKey: string,
    defaultValue: T,
  ): Promise<ResolutionDetails<T>> {
    return noneOfThatType(flagKey, defaultValue);
  }

  #lookUp(name: FlagName): readonly [source: FlagSource, value: boolean] {
    const set = this.#environment[name];
    if (set !== undefined) return ['environment', set];
    const inFile = this.#fromFile[name];
    return inFile === undefined ? ['default', flags[name].default] : ['file', inFile];
  }

  #take(values: SomeFlags, unknown: readonly string[]): void {
    if (this.#problem !== undefined) this.events.emit(ProviderEvents.Ready);
    this.#problem = undefined;
    const flagsChanged = flagNames.filter((name) => values[name] !== this.#fromFile[name]);
    const sameNames = unknown.join() === this.#unknown.join();
    this.#fromFile = values;
    this.#unknown = unknown;
    if (flagsChanged.length > 0 || !sameNames)
      this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged });
  }
}

function noSuchFlag<T>(value: T): ResolutionDetails<T> {
  return { value, reason: StandardResolutionReasons.ERROR, errorCode: ErrorCode.FLAG_NOT_FOUND };
}

/** All flags are true or false. */
function noneOfThatType<T>(flagKey: string, value: T): ResolutionDetails<T> {
  if (!isFlagName(flagKey)) return noSuchFlag(value);
  return { value, reason: StandardResolutionReasons.ERROR, errorCode: ErrorCode.TYPE_MISMATCH };
}
