import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { ErrorCounts } from '../errors/error-counts.ts';
import type { BatchingDestination } from '../logging/batching-destination.ts';
import type { ActiveRequests } from './active-requests.ts';

export interface ServiceMetricsSources {
  readonly version: string;
  readonly errors: ErrorCounts;
  readonly active: ActiveRequests;
  readonly log: Pick<BatchingDestination, 'waitingBytes' | 'droppedBytes'>;
}

/** Puts what the service counts of itself into a registry; read when somebody scrapes. */
export function exposeServiceMetrics(sources: ServiceMetricsSources, registry: Registry): void {
  registry.registerMetric(buildInfo(sources.version));
  registry.registerMetric(errorCounter(sources.errors));
  registry.registerMetric(
    gauge('schemagate_active_requests', 'Requests being answered.', () => sources.active.count),
  );
  registry.registerMetric(
    gauge('schemagate_log_waiting_bytes', 'Log output not yet written.', () => sources.log.waitingBytes),
  );
  registry.registerMetric(droppedCounter(sources.log));
}

const registers: Registry[] = [];

function buildInfo(version: string): Gauge<'version' | 'node_version'> {
  const info = new Gauge({
    name: 'schemagate_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'node_version'],
    registers,
  });
  info.set({ version, node_version: process.version }, 1);
  return info;
}

function gauge(name: string, help: string, read: () => number): Gauge {
  return new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}

function errorCounter(errors: ErrorCounts): Counter<'category'> {
  return new Counter({
    name: 'schemagate_errors_total',
    help: 'Errors answered, by category.',
    labelNames: ['category'],
    registers,
    collect() {
      this.reset();
      for (const [category, count] of errors.entries()) this.inc({ category }, count);
    },
  });
}

function droppedCounter(log: ServiceMetricsSources['log']): Counter {
  return new Counter({
    name: 'schemagate_log_dropped_bytes_total',
    help: 'Log output lost because it could not be written.',
    registers,
    collect() {
      this.reset();
      this.inc(log.droppedBytes);
    },
  });
}
