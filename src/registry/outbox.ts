import type { Guid, SchemaId, SchemaType } from './schema.ts';
import type { SettingsScope } from './settings.ts';

/** An event that one endpoint is to be told of; stored with the change that it tells of, or not at all. */
export interface NewDelivery {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** What the change is about: what is told of one scope is told in order. */
  readonly scope: SettingsScope;
  /** JSON. */
  readonly event: string;
  /** The schema that the change stores, whose id is not known before. */
  readonly schema?: { readonly guid: Guid; readonly schemaType: SchemaType } | undefined;
}

export interface Delivery {
  readonly id: number;
  readonly endpoint: string;
  readonly event: string;
  /** That of `NewDelivery.schema`. */
  readonly schemaId: SchemaId | undefined;
  /** That failed so far. */
  readonly attempts: number;
}

/** A delivery that was given up. */
export interface DeadLetter extends Delivery {
  /** Milliseconds since 1970. */
  readonly deadAt: number;
  /** What the last attempt met. */
  readonly error: string;
}

/** What became of a delivery. */
export type Settlement = { readonly id: number } & (
  | { readonly outcome: 'delivered' }
  /** It is due again in so many milliseconds; what is behind it in its scope waits. */
  | { readonly outcome: 'failed'; readonly retryIn: number; readonly error: string }
  /** Given up: what is behind it goes on. */
  | { readonly outcome: 'dead'; readonly error: string }
  /** A dead letter is due again, as if never tried. */
  | { readonly outcome: 'replayed' }
);

/** What a change does to the outbox. */
export interface OutboxChange {
  readonly add?: readonly NewDelivery[];
  readonly settle?: readonly Settlement[];
}

/** How much one endpoint has to be told. */
export interface OutboxDepth {
  readonly endpoint: string;
  readonly waiting: number;
  /** Of the oldest that waits, in milliseconds; 0 when none does. */
  readonly oldestAge: number;
  readonly dead: number;
}

/** Events that endpoints are to be told of. Changed by `Store.commit`, so that none is lost or invented. */
export interface Outbox {
  /**
   * Takes up to `limit` deliveries that are due: of each scope the oldest, and only if nobody else has it.
   * Theirs who took them until they settle them, or for `lease` milliseconds where others share the store.
   */
  claim(endpoint: string, limit: number, lease: number): Promise<readonly Delivery[]>;
  depth(): Promise<readonly OutboxDepth[]>;
  /** Dead letters by id, from the first after `after`. */
  deadLetters(after: number, limit: number): Promise<readonly DeadLetter[]>;
}

/** A store that keeps events until they are delivered. */
export interface OutboxStore {
  readonly outbox: Outbox;
}
