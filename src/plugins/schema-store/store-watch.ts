import type { SchemaId } from '../../registry/schema.ts';

type Feed = 'listening' | 'lost';

export interface StoreListener {
  /** Something has changed. What was made of these schemas before no longer holds; undefined: of any. */
  forget(ids: readonly SchemaId[] | undefined): void;
  /** Whether changes are told of from now on. */
  feed(state: Feed): void;
}

/** Hands on what the store tells of changes by other instances. */
export class StoreWatch {
  readonly #listeners: StoreListener[] = [];

  add(listener: StoreListener): void {
    this.#listeners.push(listener);
  }

  forget(ids: readonly SchemaId[] | undefined): void {
    for (const listener of this.#listeners) listener.forget(ids);
  }

  becomes(state: Feed): void {
    for (const listener of this.#listeners) listener.feed(state);
  }
}
