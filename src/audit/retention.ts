import { readChainLine } from './chain.ts';
import { readStart } from './read-part.ts';
import { type Segment, segmentsOf } from './segments.ts';

export interface Retention {
  /** Size from which a new file is begun. */
  readonly maxFileBytes: number;
  /** Age from which a new file is begun, in milliseconds; 0: none. */
  readonly maxFileMs: number;
  /** Files of a chain, the newest included; 0: no limit. */
  readonly filesKept: number;
}

/** A file that goes: how far it reached, so that the chain can tell what was removed and what was not. */
export interface Retired {
  readonly path: string;
  readonly details: { readonly file: string; readonly upTo: number; readonly hash: string };
}

const longestLine = 64 * 1024;

/** The oldest files of a chain beyond those that are kept. Removing them is for the caller, once that is recorded. */
export function filesToRetire(directory: string, chain: number, filesKept: number): readonly Retired[] {
  if (filesKept === 0) return [];
  const segments = segmentsOf(directory, chain);
  const retired: Retired[] = [];
  for (const [index, { path, name }] of segments
    .slice(0, Math.max(0, segments.length - filesKept))
    .entries()) {
    const next = segments[index + 1];
    const follower = next && firstLine(next);
    if (!follower) break;
    retired.push({
      path,
      details: { file: name, upTo: follower.sequence - 1, hash: follower.previous },
    });
  }
  return retired;
}

function firstLine({ path }: Segment) {
  const [text = ''] = readStart(path, longestLine).toString().split('\n', 1);
  return readChainLine(text);
}
