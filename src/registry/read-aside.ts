import type { Cache } from './dependencies.ts';
import type { SchemaId } from './schema.ts';

/**
 * What one request has read, kept for the rest of that request. The shared memory gets it only when told to: most of
 * what is new is not read a second time, and to keep it would push out what is.
 */
export class ReadAside<V> implements Cache<V> {
  readonly #shared: Cache<V>;
  readonly #read = new Map<string | SchemaId, { readonly value: V; readonly weight: number }>();

  constructor(shared: Cache<V>) {
    this.#shared = shared;
  }

  get(key: string | SchemaId): V | undefined {
    return this.#read.get(key)?.value ?? this.#shared.get(key);
  }

  set(key: string | SchemaId, value: V, weight: number): void {
    this.#read.set(key, { value, weight });
  }

  /** To be called when nothing of it is likely to be asked for: it may be large, and the request may wait for long. */
  forget(): void {
    this.#read.clear();
  }

  /** Gives to the shared memory what was read. */
  share(): void {
    for (const [key, { value, weight }] of this.#read) this.#shared.set(key, value, weight);
  }
}
