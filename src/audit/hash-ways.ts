import { type ChainLine, lineHash } from './chain.ts';

/**
 * The ways in which lines may have been hashed: without a key, then with each key, the oldest first. Who has
 * learnt an old key, or knows none, must not be able to go on with a chain: once a newer way is in use, no older
 * one is taken.
 */
export class HashWays {
  readonly #ways: readonly (string | undefined)[];
  #current = 0;

  /** `keys`: the newest first. */
  constructor(keys: readonly string[]) {
    this.#ways = [undefined, ...keys.toReversed()];
  }

  /** Whether the last line was made with a key. */
  get keyed(): boolean {
    return this.#current > 0;
  }

  /** What is wrong with the hash of a line; undefined when nothing is. */
  objection({ hashed, hash }: ChainLine): string | undefined {
    const found = this.#ways.findLastIndex((key) => lineHash(hashed, key) === hash);
    if (found < 0) {
      const advice = this.#ways.length === 1 ? ', or made with a key: set AUDIT_KEY' : '';
      return `this line was changed after it was written${advice}`;
    }
    if (found < this.#current) {
      return `this line was made ${found === 0 ? 'without a key' : 'with an older key'}, unlike those before it`;
    }
    this.#current = found;
    return undefined;
  }
}
