import type { Target } from '../processes/target.ts';
import { type Load, type Run, runLoad } from './load.ts';

export interface Contestant {
  readonly name: string;
  readonly target: Target;
  readonly load: Load;
}

/** How long and how often to measure. */
export interface Effort {
  readonly rounds: number;
  /** Of one run, in seconds. */
  readonly duration: number;
  /** Requests to each server before the first round: V8 compiles hot paths over some tens of thousands. */
  readonly warmUp: number;
}

/** The runs of each contestant, in the order given. */
export interface Runs {
  readonly name: string;
  readonly runs: readonly Run[];
}

/**
 * Puts load on the contestants by turns, round after round, so that whatever else the machine does
 * meanwhile meets all of them.
 */
export async function interleave(
  contestants: readonly Contestant[],
  { rounds, duration, warmUp }: Effort,
): Promise<readonly Runs[]> {
  for (const { target, load } of contestants) await runLoad(target, { ...load, amount: warmUp });
  const found = contestants.map(({ name }) => ({ name, runs: [] as Run[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { target, load }] of contestants.entries()) {
      found[index]?.runs.push(await runLoad(target, { duration, ...load }));
    }
  }
  return found;
}
