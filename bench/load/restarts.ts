import type { Target } from '../processes/target.ts';
import { type Contestant, type Effort, interleave, type Runs } from './interleave.ts';

/** More than this only costs time: each start needs its own warm-up. */
const starts = 4;

/** Servers of one start, with the load on each. */
export type StartContestants = () => Promise<readonly Contestant[]>;

/**
 * Like `interleave`, with the rounds spread over several starts of all servers. V8 optimises what is hot (as
 * `process.nextTick`) in one of several ways by chance, once for the life of a process, which moves a request by
 * some microseconds: rounds of one start share that luck.
 */
export async function interleaveStarts(
  startContestants: StartContestants,
  effort: Effort,
): Promise<readonly Runs[]> {
  const found: Runs[] = [];
  for (const rounds of roundsOfStarts(effort.rounds)) {
    const contestants = await startContestants();
    const runs = await interleave(contestants, { ...effort, rounds });
    for (const target of new Set<Target>(contestants.map((contestant) => contestant.target))) {
      await target.stop();
    }
    for (const [index, { name, runs: more }] of runs.entries()) {
      found[index] = { name, runs: [...(found[index]?.runs ?? []), ...more] };
    }
  }
  return found;
}

/** How many rounds each start gets: as equal as can be, and at least one. */
export function roundsOfStarts(rounds: number): readonly number[] {
  const number = Math.min(starts, rounds);
  return Array.from({ length: number }, (_, start) => Math.ceil((rounds - start) / number));
}
