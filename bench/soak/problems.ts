import { median } from '../results.ts';

/** What a part of the time found. */
export interface Sample {
  readonly requests: number;
  readonly failed: number;
  /** In milliseconds. */
  readonly p99: number;
  /** Resident memory at its end, in MiB. */
  readonly memory: number;
}

/** Memory for answers while soaking, in bytes. */
export const cacheFull = 4 * 1024 * 1024;

/** What a heap does by itself from one collection to the next: a share, and in MiB. */
const share = 0.1;
const room = 16;
const parts = 3;

/**
 * Why a run is not good; empty when it is. Memory is compared between the second and the last third: in the
 * first one caches fill and code is compiled.
 */
export function soakProblems(samples: readonly Sample[]): readonly string[] {
  const failed = samples.reduce((sum, sample) => sum + sample.failed, 0);
  const idle = samples.filter(({ requests }) => requests === 0).length;
  const third = Math.floor(samples.length / parts);
  const memory = samples.map((sample) => sample.memory);
  const before = median(memory.slice(third, 2 * third));
  const after = median(memory.slice(-third));
  return [
    ...(samples.length < parts ? [`${samples.length} samples are too few to judge by`] : []),
    ...(failed > 0 ? [`${failed} requests failed`] : []),
    ...(idle > 0 ? [`nothing was answered in ${idle} samples`] : []),
    ...(third > 0 && after > before * (1 + share) + room
      ? [`memory grew from ${before.toFixed(0)} to ${after.toFixed(0)} MiB`]
      : []),
  ];
}
