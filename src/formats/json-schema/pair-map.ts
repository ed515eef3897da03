/** Two things that stand for a pair of schemas, each by its identity. */
export interface PairKey {
  readonly original: object;
  readonly update: object;
}

/** Values by pairs. */
export class PairMap<Value> {
  readonly #rows = new Map<object, Map<object, Value>>();

  get({ original, update }: PairKey): Value | undefined {
    return this.#rows.get(original)?.get(update);
  }

  set({ original, update }: PairKey, value: Value): void {
    const row = this.#rows.get(original);
    if (row === undefined) {
      this.#rows.set(original, new Map([[update, value]]));
    } else {
      row.set(update, value);
    }
  }
}
