import type { Effort } from '../../registry/format.ts';

/**
 * Bounds the work of one comparison, counted in steps and not in time, so that the same two schemas
 * always get the same answer.
 */
export class Budget {
  readonly #effort: Effort;
  #left: number;

  /** As many steps as the request has left, but no more than `most`. */
  constructor(most: number, effort: Effort) {
    this.#effort = effort;
    this.#left = Math.min(most, effort.stepsLeft);
  }

  /** @throws TooComplex when more is spent than there was. */
  spend(steps: number): void {
    this.#left -= steps;
    this.#effort.stepsLeft -= steps;
    if (this.#left < 0) {
      throw new TooComplex('The schemas are too complex to be compared');
    }
  }
}

/** Ends a comparison that would take too long; never leaves `compareSchemas`. */
export class TooComplex extends Error {}
