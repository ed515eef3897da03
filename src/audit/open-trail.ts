import { mkdirSync } from 'node:fs';
import { type ChainStart, findChainStart } from './chain-start.ts';
import type { AuditEvent } from './event.ts';
import { FileTrail, type FileTrailOptions } from './file-trail.ts';
import { lockFile } from './segments.ts';

export interface Lock {
  release(): void;
}

export interface OpenTrailOptions extends Omit<FileTrailOptions, 'chain' | 'onClosed'> {
  /** Takes an exclusive lock on a file, which ends with the process; undefined when another has it. */
  readonly lock: (file: string) => Lock | undefined;
  /** Told what a crash or somebody else did to the end of the chain, in one sentence. */
  readonly onFinding: (sentence: string) => void;
}

/** Processes that may record in one directory at once, each in a chain of its own. */
const maxChains = 16;

/**
 * Opens the trail in a directory, which is made, for its owner alone, when it is not there. It goes on with the
 * first chain that no other process adds to, and records first what it found there.
 * @throws Error when the directory can't be written to, or all chains are taken
 */
export async function openFileTrail(options: OpenTrailOptions): Promise<FileTrail> {
  const { directory, lock, onFinding } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (let chain = 1; chain <= maxChains; chain++) {
    const held = lock(lockFile(directory, chain));
    if (!held) continue;
    try {
      const start = findChainStart(directory, chain);
      const trail = await FileTrail.open({ ...options, chain, onClosed: () => held.release() }, start);
      for (const sentence of findings(start)) onFinding(`chain ${chain}: ${sentence}`);
      trail.record(openedEvent(start, options.key));
      return trail;
    } catch (error) {
      held.release();
      throw error;
    }
  }
  throw new Error(`${maxChains} processes record in ${directory} already`);
}

function openedEvent({ torn, missing, head }: ChainStart, key: string | undefined): AuditEvent {
  const damaged = torn !== undefined || missing !== undefined || head === 'missing' || head === 'damaged';
  return {
    event: 'audit.opened',
    outcome: damaged ? 'failure' : 'success',
    actor: 'system',
    details: {
      hash: key === undefined ? 'sha256' : 'hmac-sha256',
      ...(torn && { torn: { bytes: torn.bytes, sha256: torn.sha256 } }),
      ...(missing && { missing }),
      ...(damaged && { head }),
    },
  };
}

function findings({ torn, missing, head }: ChainStart): readonly string[] {
  return [
    ...(torn ? [`its last line was torn by a crash: ${torn.bytes} bytes of it are there`] : []),
    ...(missing ? [`lines ${missing.from} to ${missing.to} are gone`] : []),
    ...(head === 'missing' || head === 'damaged'
      ? [`the file that tells where it ended is ${head}: lines at its end may be gone`]
      : []),
  ];
}
