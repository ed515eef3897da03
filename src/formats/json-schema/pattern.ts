import { translatePattern, UntranslatablePatternError } from './pattern-syntax.ts';
import { searchWithin } from './pattern-time.ts';

/** A regular expression of a schema: searched, not anchored. */
export interface Pattern {
  readonly source: string;
  /**
   * True when the pattern is found anywhere in the text. Never runs longer than a bounded time:
   * throws `PatternTooCostly` instead.
   */
  matches(text: string): boolean;
}

export type PatternResult =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly reason: string };

/**
 * Compiles a pattern as the reference server takes it: Java's dialect, as far as it can be put in
 * JavaScript's, else plain JavaScript.
 */
export function compilePattern(source: string): PatternResult {
  try {
    const expression = compiled(source);
    const quick = isQuick(source);
    const matches = (text: string): boolean =>
      quick && text.length <= longestQuickText ? expression.test(text) : searchWithin(expression, text);
    return { ok: true, pattern: { source, matches } };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof UntranslatablePatternError) {
      // The engine's messages repeat the whole pattern before the last colon.
      return { ok: false, reason: error.message.slice(error.message.lastIndexOf(': ') + 1).trim() };
    }
    throw error;
  }
}

function compiled(javaSource: string): RegExp {
  const { source, flags, nestedClasses } = translatePattern(javaSource);
  try {
    return new RegExp(source, flags + (nestedClasses ? 'v' : 'u'));
  } catch (error) {
    // Without a mode JavaScript forgives more, but takes \p and nested classes for something else.
    if (nestedClasses || source.includes('\\p')) {
      throw error;
    }
    return new RegExp(source, flags);
  }
}

const longestQuickPattern = 500;
const longestQuickText = 100;
const mostQuickQuantifiers = 2;

/**
 * True when no short text can keep the search busy: time grows by one power of the text's length for
 * each quantifier, and exponentially only with a quantified group. Counts too many rather than too few.
 */
function isQuick(source: string): boolean {
  const quantifiers = source.match(/[*+{]|(?<!\()\?/g)?.length ?? 0;
  return (
    source.length <= longestQuickPattern &&
    quantifiers <= mostQuickQuantifiers &&
    !/\)[*+?{]/.test(source) &&
    !/\\[1-9k]/.test(source)
  );
}
