/** A regular expression of a schema: searched, not anchored. */
export interface Pattern {
  readonly source: string;
  /** True when the pattern is found anywhere in the text. Never runs longer than a bounded time. */
  matches(text: string): boolean;
}
