import { type CheckResult, judged } from './check.ts';
import type { Ask } from './client.ts';

/** Reads that may open a connection or fill a cache, and are not counted. */
const warmUp = 5;

/** 95 of 100 reads by id, one after another, are answered well and within the limit. */
export async function checkLatency(
  ask: Ask,
  { id, reads, maxP95Ms }: { readonly id: number; readonly reads: number; readonly maxP95Ms: number },
): Promise<CheckResult> {
  const times: number[] = [];
  let failed = 0;
  for (let read = -warmUp; read < reads; read += 1) {
    const start = performance.now();
    const { status } = await ask('GET', `/schemas/ids/${id}`);
    if (status !== 200) failed += 1;
    if (read >= 0) times.push(performance.now() - start);
  }
  const p95 = percentile(times, 0.95);
  const problems: string[] = [];
  if (failed > 0) problems.push(`${failed} of ${reads + warmUp} reads failed`);
  if (p95 > maxP95Ms) problems.push(`p95 is ${p95.toFixed(1)} ms, over ${maxP95Ms} ms`);
  return judged(
    'latency',
    problems,
    `p95 of ${reads} reads by id: ${p95.toFixed(1)} ms (limit ${maxP95Ms} ms)`,
  );
}

/** The nearest rank. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
