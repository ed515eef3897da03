import { type Context, createContext, Script } from 'node:vm';

/** A pattern took too long on a name; the schemas can't be compared. */
export class PatternTooCostly extends Error {
  override readonly name = 'PatternTooCostly';
}

/** Milliseconds that one search may take. */
export const longestSearch = 50;
/** Milliseconds that all the searches of one comparison may take. */
export const longestSearches = 1000;

let left = longestSearches;

/** Runs a comparison whose searches share a time of their own. Not to be nested. */
export function withPatternTime<Result>(work: () => Result): Result {
  left = longestSearches;
  return work();
}

// The engine can only be stopped from outside, and `vm` is what offers that.
const search = new Script('expression.test(text)');
const timeoutCode = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
let context: Context | undefined;

/** Searches with a time limit. Throws `PatternTooCostly` when that is reached. */
export function searchWithin(expression: RegExp, text: string): boolean {
  context ??= createContext(Object.create(null));
  context['expression'] = expression;
  context['text'] = text;
  const start = performance.now();
  try {
    return search.runInContext(context, { timeout: Math.ceil(Math.min(left, longestSearch)) }) === true;
  } catch (error) {
    if (isTimeout(error)) {
      throw new PatternTooCostly(`pattern "${expression.source.slice(0, 200)}" takes too long`);
    }
    throw error;
  } finally {
    left = Math.max(1, left - (performance.now() - start));
  }
}

/** The error is of another realm, so `instanceof` does not know it. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === timeoutCode;
}
