import type { Position } from './chain.ts';
import { tornEnd } from './segment-end.ts';

/** What the trail says of itself in lines of its own. */
interface OwnLine {
  readonly event: string;
  readonly details?: {
    readonly torn?: { readonly bytes: number; readonly sha256: string };
    readonly upTo?: number;
    readonly hash?: string;
  };
}

/** Whether a line says of these bytes before it that a crash left them. The line feed behind them may be later. */
export function explainsTornEnd(text: string, bytes: Buffer): boolean {
  const { event, details } = read(text) ?? {};
  if (event !== 'audit.opened' || !details?.torn) return false;
  const { sha256 } = details.torn;
  return [bytes, bytes.subarray(0, -1)].some((torn) => tornEnd(torn)?.sha256 === sha256);
}

/** The last line that retention removed, when this line tells of that. */
export function retiredMark(text: string): Position | undefined {
  if (!text.includes('"audit.retired"')) return undefined;
  const { event, details } = read(text) ?? {};
  if (event !== 'audit.retired' || details?.upTo === undefined || details.hash === undefined)
    return undefined;
  return { sequence: details.upTo, hash: details.hash };
}

function read(text: string): OwnLine | undefined {
  try {
    return JSON.parse(text) as OwnLine;
  } catch {
    return undefined;
  }
}
