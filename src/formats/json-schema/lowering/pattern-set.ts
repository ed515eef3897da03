import { compilePattern, type PatternResult } from '../pattern.ts';

/** Unicode classes that the patterns of a document may name in all: each costs some 0.1 ms. */
export const maxUnicodeClasses = 2000;

/** The patterns of a document and of all that it refers to, each compiled once. */
export class PatternSet {
  readonly #results = new Map<string, PatternResult>();
  #unicodeClasses = 0;

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
    return this.#unicodeClasses > maxUnicodeClasses
      ? { ok: false, reason: `more than ${maxUnicodeClasses} Unicode classes in this schema` }
      : compilePattern(source);
  }
}
