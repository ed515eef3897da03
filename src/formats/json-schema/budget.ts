/**
 * Bounds the work of one comparison, counted in steps and not in time, so that the same two schemas
 * always get the same answer.
 */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws TooComplex when more is spent than there was. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) {
      throw new TooComplex('The schemas are too complex to be compared');
    }
  }
}

/** Ends a comparison that would take too long; never leaves `compareSchemas`. */
export class TooComplex extends Error {}
