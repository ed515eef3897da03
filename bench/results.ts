import type { Runs } from './load/interleave.ts';

/** What one server did under load: the median of its runs. */
export interface Row {
  readonly name: string;
  readonly requestsPerSecond: number;
  /** Server CPU time per request, user and system, all threads, in microseconds. */
  readonly cpu: number;
  /** Resident memory of the server process after the run, in MiB. */
  readonly memory?: number;
  /** Response times in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Over all runs. */
  readonly requests: number;
  readonly failed: number;
}

/** A figure that is judged: see aims.ts. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ratio' | 'ms' | 'MiB' | 'per second';
  /** The value of each round, when it is their median. */
  readonly rounds?: readonly number[];
}

export interface Measured {
  readonly title: string;
  /** What was done, for the reader of the figures. */
  readonly about: string;
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
}

export function rowOf({ name, runs }: Runs): Row {
  return {
    name,
    requestsPerSecond: median(runs.map((run) => run.requestsPerSecond)),
    cpu: median(runs.map((run) => run.cpu)),
    memory: median(runs.map((run) => run.memory)),
    p50: median(runs.map((run) => run.p50)),
    p95: median(runs.map((run) => run.p95)),
    p99: median(runs.map((run) => run.p99)),
    requests: sum(runs.map((run) => run.requests)),
    failed: sum(runs.map((run) => run.failed)),
  };
}

/** The median over rounds of the CPU time per request of one server divided by that of another. */
export function cpuRatio(name: string, of: Runs, to: Runs): Figure {
  return ratio(
    name,
    of.runs.map(({ cpu }) => cpu),
    to.runs.map(({ cpu }) => cpu),
  );
}

/** The median over rounds of one value divided by another of the same round. */
export function ratio(name: string, of: readonly number[], to: readonly number[]): Figure {
  const rounds = of.map((value, round) => value / (to[round] ?? Number.NaN));
  return { name, value: median(rounds), unit: 'ratio', rounds };
}

/** NaN when there are no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
