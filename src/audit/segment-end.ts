import { createHash } from 'node:crypto';
import { type Position, readChainLine } from './chain.ts';
import { readEnd } from './read-part.ts';

/** How a file of the chain ends. */
export interface SegmentEnd {
  readonly size: number;
  /** Its last whole line; undefined when there is none within reach. */
  readonly last: Position | undefined;
  /** What stands behind it, as a crash in the middle of a line leaves it. */
  readonly torn: TornEnd | undefined;
}

export interface TornEnd {
  readonly bytes: number;
  readonly sha256: string;
  /** Whether the next line begins at once. */
  readonly endsLine: boolean;
}

/** Lines are shorter by far; a crash tears no more than was written at once. */
const reach = 1024 * 1024;

/** Looks for the last line that has the form of one. Whether it is true is for those who verify. */
export function readSegmentEnd(path: string): SegmentEnd {
  const { size, bytes: tail } = readEnd(path, reach);
  let end = tail.length;
  while (end > 0) {
    const feed = tail.lastIndexOf(10, end - 1);
    if (feed < 0) break;
    const start = feed === 0 ? 0 : tail.lastIndexOf(10, feed - 1) + 1;
    const line = readChainLine(tail.toString('utf8', start, feed));
    if (line) {
      const { sequence, hash } = line;
      return { size, last: { sequence, hash }, torn: tornEnd(tail.subarray(feed + 1)) };
    }
    end = feed;
  }
  return { size, last: undefined, torn: tornEnd(tail) };
}

/** What stands behind the last whole line; undefined for nothing. */
export function tornEnd(bytes: Buffer): TornEnd | undefined {
  if (bytes.length === 0) return undefined;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes: bytes.length, sha256, endsLine: bytes.at(-1) === 10 };
}
