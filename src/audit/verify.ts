import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Position } from './chain.ts';
import { readHead } from './head.ts';
import { chainsIn, headFile, isSegmentName, segmentsOf } from './segments.ts';
import { ChainVerifier, type Fault } from './verify-chain.ts';

export interface VerifiedChain {
  /** Number of the chain in its directory; undefined for a file by itself. */
  readonly chain: number | undefined;
  readonly files: number;
  readonly lines: number;
  /** The last line; undefined when there is none. */
  readonly last: Position | undefined;
  readonly faults: readonly Fault[];
}

export interface VerifyOptions {
  /** The newest first. */
  readonly keys: readonly string[];
  /** Lines that were noted elsewhere. */
  readonly anchors: readonly Position[];
}

/**
 * Checks the audit log in a directory, whole, or one file of it. Finds every line that was removed, changed, moved
 * or added; at the end of a chain by what its head file says, at the end of a file by itself not.
 * @throws Error when the path can't be read
 */
export function verifyAuditLog(path: string, options: VerifyOptions): readonly VerifiedChain[] {
  if (!statSync(path).isDirectory()) return [verifyFile(path, options)];
  return chainsIn(path).map((chain) => verifyChain(path, chain, options));
}

function verifyFile(path: string, options: VerifyOptions): VerifiedChain {
  const name = basename(path);
  const verifier = new ChainVerifier({ ...options, mixed: !isSegmentName(name) });
  verifier.readFile(path, name);
  verifier.end(false);
  const { lines, position, faults } = verifier;
  const missing = lines === 0 ? [{ file: name, line: 1, reason: 'there is no line of an audit log' }] : [];
  return {
    chain: undefined,
    files: 1,
    lines,
    last: position,
    faults: [...faults, ...missing, ...cutOff(verifier, name)],
  };
}

function verifyChain(directory: string, chain: number, { keys, anchors }: VerifyOptions): VerifiedChain {
  // Read first: while a process writes, the files are further than the head, and never the other way round.
  const headPath = headFile(directory, chain);
  const head = readHead(headPath);
  const segments = segmentsOf(directory, chain);
  const known = typeof head === 'string' ? [] : [head];
  // A number stands for lines of the first chain, which a service writes when it is alone.
  const verifier = new ChainVerifier({
    keys,
    anchors: [...known, ...(chain === 1 ? anchors : [])],
    mixed: false,
  });
  for (const { path, name } of segments) verifier.readFile(path, name);
  verifier.end(true);
  const { lines, position, faults } = verifier;
  const headFault =
    typeof head === 'string' && lines > 0
      ? [
          {
            file: basename(headPath),
            line: 1,
            reason: `it is ${head}: nobody can tell whether lines at the end are gone`,
          },
        ]
      : [];
  const lastName = segments.at(-1)?.name ?? basename(headPath);
  return {
    chain,
    files: segments.length,
    lines,
    last: position,
    faults: [...faults, ...headFault, ...cutOff(verifier, lastName)],
  };
}

function cutOff({ unseen, position, lines }: ChainVerifier, file: string): readonly Fault[] {
  const last = position?.sequence ?? 0;
  const furthest = Math.max(0, ...unseen.map(({ sequence }) => sequence));
  if (furthest <= last) return [];
  const gone = furthest === last + 1 ? `line ${furthest} is` : `lines ${last + 1} to ${furthest} are`;
  return [{ file, line: lines + 1, reason: `the end is missing: ${gone} gone` }];
}
