import { reasonOf } from './reason.ts';

const token = /"(?:[^"\\]|\\.)*"?|[ \t\r\n]+|[{}[\],:]|[^" \t\r\n{}[\],:]+/gsu;

/** JSON text without whitespace around its parts; all else as written, so also what is not JSON at all. */
export function compactJson(text: string): string {
  return tokensOf(text).join('');
}

/** JSON text with a part a line, as version control compares it; `compactJson` takes it back. What is not JSON may change. */
export function layOutJson(text: string): string {
  let depth = 0;
  let laidOut = '';
  let before = '';
  for (const part of tokensOf(text)) {
    const closes = part === '}' || part === ']';
    const opened = before === '{' || before === '[';
    if (closes) depth -= 1;
    if (closes ? !opened : opened || before === ',') laidOut += `\n${'  '.repeat(Math.max(depth, 0))}`;
    laidOut += part === ':' ? ': ' : part;
    if (part === '{' || part === '[') depth += 1;
    before = part;
  }
  return `${laidOut}\n`;
}

/** Why text is not JSON, and on which line; undefined when it is. */
export function jsonProblem(text: string): { readonly line: number; readonly reason: string } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = reasonOf(error);
    const position = /^(?<what>.*?) (?:in JSON )?at position \d+ \(line (?<line>\d+)/s.exec(message)?.groups;
    const line = position?.['line'] ?? text.trimEnd().split('\n').length;
    return { line: Number(line), reason: `Not valid JSON: ${position?.['what'] ?? message}` };
  }
}

function tokensOf(text: string): readonly string[] {
  const tokens: readonly string[] = text.match(token) ?? [];
  return tokens.filter((part) => !/^[ \t\r\n]/.test(part));
}
