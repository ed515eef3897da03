import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { DatabaseStats } from '../../storage/configured-store.ts';

const breakerStates = ['closed', 'half-open', 'open'] as const;

type NamedRead = readonly [name: string, help: string, read: (stats: DatabaseStats) => number];

const gauges: readonly NamedRead[] = [
  [
    'schemagate_database_pool_max_connections',
    'Connections that the pool may open.',
    ({ database }) => database.pool.max,
  ],
  [
    'schemagate_database_pool_waiting_calls',
    'Calls that wait for a connection.',
    ({ database }) => database.pool.waiting,
  ],
  [
    'schemagate_database_waiting_changes',
    'Changes that wait for a transaction.',
    ({ database }) => database.waitingChanges,
  ],
  [
    'schemagate_database_feed_listening',
    'Whether changes by other replicas are heard of: 1 or 0.',
    ({ cache }) => Number(cache.feed === 'listening'),
  ],
  ['schemagate_cache_entries', 'Subjects and schemas remembered.', ({ cache }) => cache.entries],
  ['schemagate_cache_characters', 'Roughly the characters remembered.', ({ cache }) => cache.weight],
];

const counters: readonly NamedRead[] = [
  [
    'schemagate_database_breaker_opened_total',
    'Times that the circuit breaker opened.',
    ({ database }) => database.opened,
  ],
  [
    'schemagate_database_retries_total',
    'Calls to the database made again after a transient failure.',
    ({ database }) => database.retries,
  ],
  [
    'schemagate_database_failures_total',
    'Calls that failed because the database was away or could not serve.',
    ({ database }) => database.failures,
  ],
  [
    'schemagate_database_feed_losses_total',
    'Times that changes by other replicas were no longer heard of.',
    ({ cache }) => cache.losses,
  ],
  ['schemagate_cache_hits_total', 'Questions answered from memory.', ({ cache }) => cache.hits],
  ['schemagate_cache_misses_total', 'Questions that the database was asked.', ({ cache }) => cache.misses],
  [
    'schemagate_stale_reads_total',
    'Questions answered from memory because the database gave no answer.',
    ({ cache }) => cache.staleReads,
  ],
];

/** Shows what the database is doing; of an embedded store, without statistics, all is 0 or without a state. */
export function databaseMetrics(stats: () => DatabaseStats | undefined, registry: Registry): void {
  for (const metric of gauges) registry.registerMetric(gauge(metric, stats));
  for (const metric of counters) registry.registerMetric(counter(metric, stats));
  registry.registerMetric(connections(stats));
  registry.registerMetric(breakerState(stats));
}

type Stats = () => DatabaseStats | undefined;

const registers: Registry[] = [];

function gauge([name, help, read]: NamedRead, stats: Stats): Gauge {
  return new Gauge({
    name,
    help,
    registers,
    collect() {
      const now = stats();
      this.set(now ? read(now) : 0);
    },
  });
}

function counter([name, help, read]: NamedRead, stats: Stats): Counter {
  return new Counter({
    name,
    help,
    registers,
    collect() {
      const now = stats();
      this.reset();
      this.inc(now ? read(now) : 0);
    },
  });
}

function connections(stats: Stats): Gauge<'state'> {
  return new Gauge({
    name: 'schemagate_database_pool_connections',
    help: 'Connections that are open, by what they do.',
    labelNames: ['state'],
    registers,
    collect() {
      const pool = stats()?.database.pool;
      if (!pool) return;
      this.set({ state: 'idle' }, pool.idle);
      this.set({ state: 'busy' }, pool.total - pool.idle);
    },
  });
}

function breakerState(stats: Stats): Gauge<'state'> {
  return new Gauge({
    name: 'schemagate_database_breaker_state',
    help: 'Which state the circuit breaker is in: 1 for that state, 0 for the others.',
    labelNames: ['state'],
    registers,
    collect() {
      const breaker = stats()?.database.breaker;
      if (breaker === undefined) return;
      for (const state of breakerStates) this.set({ state }, Number(state === breaker));
    },
  });
}
