/** Response times of one run, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Percentiles of the times by nearest rank. NaN when there are none. */
export function percentiles(times: readonly number[]): Latencies {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/**
 * The times with those added that requests would have taken which were not sent because the client
 * still waited: at a fixed rate a stall delays all that was due meanwhile ("coordinated omission").
 * `interval` is the time between two requests of one connection, in milliseconds.
 */
export function withOmitted(times: readonly number[], interval: number): number[] {
  const all = [...times];
  for (const time of times) {
    for (let omitted = time - interval; omitted >= interval; omitted -= interval) all.push(omitted);
  }
  return all;
}
