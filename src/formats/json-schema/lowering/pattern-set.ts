import { compilePattern, type PatternResult } from '../pattern.ts';

/** Unicode classes that the patterns of a document may name in all: each costs some 0.1 ms. */
export const maxUnicodeClasses = 2000;

/** A set of patterns that was to throw instead of refusing names more Unicode classes than it may. */
export class UnicodeClassesExceeded extends Error {
  override readonly name = 'UnicodeClassesExceeded';
}

/** The patterns of a document and of all that it refers to, each compiled once. */
export class PatternSet {
  readonly #results = new Map<string, PatternResult>();
  readonly #most: number;
  readonly #beyond: 'refuse' | 'throw';
  #unicodeClasses = 0;

  /** What to do `beyond` so many Unicode classes. */
  constructor(most = maxUnicodeClasses, beyond: 'refuse' | 'throw' = 'refuse') {
    this.#most = most;
    this.#beyond = beyond;
  }

  compile(source: string): PatternResult {
    let result = this.#results.get(source);
    if (result === undefined) {
      result = this.#compileNew(source);
      this.#results.set(source, result);
    }
    return result;
  }

  #compileNew(source: string): PatternResult {
    this.#unicodeClasses += source.match(/\\p/gi)?.length ?? 0;
    if (this.#unicodeClasses <= this.#most) {
      return compilePattern(source);
    }
    if (this.#beyond === 'throw') {
      throw new UnicodeClassesExceeded();
    }
    return { ok: false, reason: `more than ${this.#most} Unicode classes in this schema` };
  }
}
