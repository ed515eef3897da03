import { Histogram, type Registry } from '@prometheus-io/client';
import { exemplarLabels } from '../metrics/exemplar-labels.ts';

/** A transaction that became durable: how many changes shared it, and how long it took. */
export interface Commit {
  readonly changes: number;
  readonly seconds: number;
}

/** Measures the store's transactions. `traceId` tells which sampled trace the running code is part of. */
export function commitMetrics(
  registry: Registry,
  traceId: () => string | undefined,
): (commit: Commit) => void {
  const registers = [registry];
  const duration = new Histogram<'trace_id'>({
    name: 'schemagate_store_commit_duration_seconds',
    help: 'Time to make a transaction of the store durable.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    enableExemplars: true,
    registers: [],
  });
  registry.registerMetric(duration);
  const changes = new Histogram({
    name: 'schemagate_store_commit_changes',
    help: 'Changes that shared a transaction of the store.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    registers,
  });
  return (commit) => {
    duration.observe({ value: commit.seconds, exemplarLabels: exemplarLabels(traceId()) });
    changes.observe(commit.changes);
  };
}
