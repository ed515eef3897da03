import type { SchemaId } from '../../registry/schema.ts';
import type { GuardScope } from '../../registry/store.ts';

type Feed = 'listening' | 'lost';

export interface StoreListener {
  /** Something has changed. What was made of these schemas and scopes before no longer holds; undefined: of any. */
  forget(ids: readonly SchemaId[] | undefined, scopes: readonly GuardScope[] | undefined): void;
  /** Whether changes are told of from now on. */
  feed(state: Feed): void;
}

/** Hands on what the store tells of changes by other instances. */
export class StoreWatch {
  readonly #listeners: StoreListener[] = [];

  add(listener: StoreListener): void {
    this.#listeners.push(listener);
  }

  forget(ids: readonly SchemaId[] | undefined, scopes: readonly GuardScope[] | undefined): void {
    for (const listener of this.#listeners) listener.forget(ids, scopes);
  }

  becomes(state: Feed): void {
    for (const listener of this.#listeners) listener.feed(state);
  }
}
