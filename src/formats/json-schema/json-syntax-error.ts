/** Text that is no JSON. `offset`: where in the text. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }

  /** Line and column, both counted from 1. */
  positionIn(text: string): string {
    const before = text.slice(0, this.offset);
    const line = before.split('\n').length;
    return `line ${line}, column ${this.offset - before.lastIndexOf('\n')}`;
  }
}

/** What a message says stands there: the sign itself when it is visible in any font. */
export function signAt(text: string, offset: number): string {
  const code = text.codePointAt(offset);
  if (code === undefined) {
    return 'the text ends';
  }
  const visible = code > 0x20 && code < 0x7f;
  return visible
    ? `found "${String.fromCodePoint(code)}"`
    : `found U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
