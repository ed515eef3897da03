import { origin, type Position } from './chain.ts';
import { readHead } from './head.ts';
import { readStart } from './read-part.ts';
import { readSegmentEnd, type TornEnd } from './segment-end.ts';
import { headFile, type Segment, segmentsOf } from './segments.ts';

/** Where a chain goes on, and what was found wrong with its end. */
export interface ChainStart {
  readonly position: Position;
  /** The file to go on with; undefined when there is none. */
  readonly segment: (Segment & { readonly size: number; readonly startedAt: number }) | undefined;
  readonly torn: TornEnd | undefined;
  /** Lines that are known to have been there, and are not. */
  readonly missing: { readonly from: number; readonly to: number } | undefined;
  readonly head: 'read' | 'new' | 'missing' | 'damaged';
}

/**
 * Finds the end of a chain. When lines are missing there, the chain goes on behind them, so that the gap stays
 * visible for good.
 */
export function findChainStart(directory: string, chain: number): ChainStart {
  const head = readHead(headFile(directory, chain));
  const segments = segmentsOf(directory, chain);
  const current = segments.at(-1);
  const end = current && readSegmentEnd(current.path);
  const last = end?.last ?? lastBefore(segments) ?? origin;
  const known = typeof head === 'string' ? origin : head;
  const missing =
    known.sequence > last.sequence ? { from: last.sequence + 1, to: known.sequence } : undefined;
  const headState = head === 'missing' && !current ? 'new' : head;
  return {
    position: missing ? known : last,
    segment: current && end && { ...current, size: end.size, startedAt: startOf(current.path) },
    torn: end?.torn,
    missing,
    head: typeof headState === 'string' ? headState : 'read',
  };
}

/** The end of the file before the newest, for when that has no line yet. */
function lastBefore(segments: readonly Segment[]): Position | undefined {
  const before = segments.at(-2);
  return before && readSegmentEnd(before.path).last;
}

/** Time of a file's first line, in milliseconds since 1970; not a number when it has none. */
function startOf(path: string): number {
  const time = /"time":"([^"]+)"/.exec(readStart(path, 200).toString())?.[1];
  return Date.parse(time ?? '');
}
