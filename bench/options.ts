import { parseArgs } from 'node:util';
import type { Effort } from './load/interleave.ts';

export interface Options {
  readonly mode: 'short' | 'full';
  readonly effort: Effort;
  /** File for the results, besides what is printed. */
  readonly json: string | undefined;
  /** Profiles as well, and keeps the results for docs/performance.md. */
  readonly record: boolean;
  /** Only measures whose name begins so. */
  readonly only: string;
}

// A full run, with the profiles, must stay under twelve minutes on two cores.
const full: Effort = { rounds: 8, duration: 1, warmUp: 40_000 };
const short: Effort = { rounds: 2, duration: 1, warmUp: 5000 };

/** @throws TypeError for an option that there is not */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      short: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      json: { type: 'string' },
      only: { type: 'string', default: '' },
      rounds: { type: 'string' },
    },
  });
  const effort = values.short ? short : full;
  return {
    mode: values.short ? 'short' : 'full',
    effort: { ...effort, rounds: Number(values.rounds ?? effort.rounds) },
    json: values.json,
    record: values.record,
    only: values.only,
  };
}
