import { type Context, createContext, Script } from 'node:vm';

/** A pattern took too long on a name; the schemas can't be compared. */
export class PatternTooCostly extends Error {
  override readonly name = 'PatternTooCostly';
}

/** Milliseconds that one search may take. */
const longestSearch = 50;
/** Milliseconds that all the searches of one comparison may take. */
const longestSearches = 1000;

let left = longestSearches;

/** Runs a comparison whose searches share a time of their own, in milliseconds. Not to be nested. */
export function withPatternTime<Result>(work: () => Result, milliseconds = longestSearches): Result {
  left = milliseconds;
  try {
    return work();
  } finally {
    left = longestSearches;
  }
}

// The engine can only be stopped from outside, and `vm` is what offers that.
const search = new Script('expression.test(text)');
let context: Context | undefined;

/**
 * Searches with a time limit. Costs some tenths of a millisecond besides. Throws
 * `PatternTooCostly` when it is reached, or when the searches of the comparison have used up theirs.
 */
export function searchWithin(expression: RegExp, text: string): boolean {
  context ??= createContext(Object.create(null));
  context['expression'] = expression;
  context['text'] = text;
  const start = performance.now();
  if (left < 1) {
    throw new PatternTooCostly('the patterns take too long');
  }
  try {
    return search.runInContext(context, { timeout: Math.floor(Math.min(left, longestSearch)) }) === true;
  } catch {
    // Out of time, or out of the engine's stack.
    throw new PatternTooCostly(`pattern "${expression.source.slice(0, 200)}" takes too long`);
  } finally {
    left -= performance.now() - start;
  }
}
