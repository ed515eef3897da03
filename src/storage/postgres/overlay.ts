/** Changes to a map that can still be given up. */
export class Overlay<V> {
  readonly #base: Map<string, V>;
  readonly #own = new Map<string, V>();

  constructor(base: Map<string, V>) {
    this.#base = base;
  }

  get(key: string): V | undefined {
    return this.#own.get(key) ?? this.#base.get(key);
  }

  set(key: string, value: V): void {
    this.#own.set(key, value);
  }

  /** Puts the changes into the map. */
  keep(): void {
    for (const [key, value] of this.#own) this.#base.set(key, value);
  }
}
