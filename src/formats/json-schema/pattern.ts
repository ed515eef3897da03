/** A regular expression of a schema: searched, not anchored. */
export interface Pattern {
  readonly source: string;
  /** True when the pattern is found anywhere in the text. Never runs longer than a bounded time. */
  matches(text: string): boolean;
}

export type PatternResult =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly reason: string };

/** Compiles a pattern. */
export function compilePattern(source: string): PatternResult {
  try {
    const expression = new RegExp(source, 'u');
    return { ok: true, pattern: { source, matches: (text) => expression.test(text) } };
  } catch (error) {
    return { ok: false, reason: String(error) };
  }
}
