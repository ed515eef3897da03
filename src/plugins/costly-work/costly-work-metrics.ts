import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { LaneStats } from '../../costly-work/lane.ts';
import type { WorkKind } from '../../registry/format.ts';

type Stats = Readonly<Record<WorkKind, LaneStats>>;

interface Described {
  readonly name: string;
  readonly help: string;
  readonly of: (lane: LaneStats) => number;
}

const gauges: readonly Described[] = [
  {
    name: 'schemagate_costly_work_running',
    help: 'Costly schemas that a thread works on.',
    of: ({ running }) => running,
  },
  {
    name: 'schemagate_costly_work_waiting',
    help: 'Costly schemas that wait for a thread.',
    of: ({ waiting }) => waiting,
  },
];
const counters: readonly Described[] = [
  {
    name: 'schemagate_costly_work_done_total',
    help: 'Tasks on costly schemas that came to an answer.',
    of: ({ done }) => done,
  },
  {
    name: 'schemagate_costly_work_wait_seconds_total',
    help: 'Time that costly schemas have waited for a thread.',
    of: ({ waitedSeconds }) => waitedSeconds,
  },
  {
    name: 'schemagate_costly_work_threads_started_total',
    help: 'Threads for costly schemas started, those that replace ended ones included.',
    of: ({ threadsStarted }) => threadsStarted,
  },
];

/** Puts what the lanes count of themselves into a registry; read when somebody scrapes. */
export function exposeCostlyWork(stats: () => Stats, registry: Registry): void {
  const registers: Registry[] = [];
  const labelNames = ['kind'] as const;
  for (const { name, help, of } of gauges) {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        labelNames,
        registers,
        collect() {
          for (const [kind, lane] of Object.entries(stats())) this.set({ kind }, of(lane));
        },
      }),
    );
  }
  for (const { name, help, of } of counters) {
    registry.registerMetric(
      new Counter({
        name,
        help,
        labelNames,
        registers,
        collect() {
          this.reset();
          for (const [kind, lane] of Object.entries(stats())) this.inc({ kind }, of(lane));
        },
      }),
    );
  }
  registry.registerMetric(
    new Counter({
      name: 'schemagate_costly_work_lost_total',
      help: 'Tasks on costly schemas without an answer: too many waited, out of time or memory, or nobody waited any more.',
      labelNames: ['kind', 'reason'],
      registers,
      collect() {
        this.reset();
        for (const [kind, { lost }] of Object.entries(stats())) {
          for (const [reason, count] of Object.entries(lost)) this.inc({ kind, reason }, count);
        }
      },
    }),
  );
}
