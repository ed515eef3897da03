const simple: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const fourHexDigits = /^[\dA-Fa-f]{4}$/;

/** The sign that an escape in a JSON string stands for, read behind its backslash; undefined when it is none. */
export function escapedSign(text: string, at: number): string | undefined {
  const sign = text.charAt(at);
  if (sign !== 'u') {
    return simple.get(sign);
  }
  const digits = text.slice(at + 1, at + 5);
  return fourHexDigits.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : undefined;
}

/** How long an escape is without its backslash. */
export function escapeLength(text: string, at: number): number {
  return text.charAt(at) === 'u' ? 5 : 1;
}
