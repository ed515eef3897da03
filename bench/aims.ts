import type { Figure } from './results.ts';

/** What a figure should reach. */
export interface Aim {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Share of its aim by which a ratio may miss it before the run fails: room for a noisy machine. */
export const tolerance = 0.15;

/** Above this p95 at the fixed rate every run fails, in milliseconds. */
export const worstResponseTime = 200;

export const aims: Readonly<Record<string, Aim>> = {
  'schema by id: CPU of bare Fastify with the same headers / ours': { atLeast: 0.9 },
  'schema by id, newer shape: CPU of bare Fastify with the same headers / ours': { atLeast: 0.9 },
  'schema by id, by key: CPU without / with a key': { atLeast: 0.8 },
  'lookup: CPU of bare Fastify with the same answer / ours': { atLeast: 0.5 },
  'lookup, never asked before: CPU of bare Fastify with the same answer / ours': { atLeast: 0.5 },
  'latest version: CPU of bare Fastify with the same answer / ours': { atLeast: 0.8 },
  'list of versions: CPU of bare Fastify with the same answer / ours': { atLeast: 0.8 },
  'list of subjects: CPU of bare Fastify with the same answer / ours': { atLeast: 0.8 },
  'config of a subject: CPU of bare Fastify with the same answer / ours': { atLeast: 0.8 },
  'registration: in new subjects, per second / durable inserts into SQLite': { atLeast: 1 },
  'reads on PostgreSQL, by id: CPU on SQLite / on PostgreSQL': { atLeast: 0.91 },
  'reads on PostgreSQL, latest version: CPU on SQLite / on PostgreSQL': { atLeast: 0.91 },
  'reads on PostgreSQL, config: CPU on SQLite / on PostgreSQL': { atLeast: 0.91 },
  'reads on PostgreSQL, lookup: CPU on SQLite / on PostgreSQL': { atLeast: 0.91 },
  'registration on PostgreSQL: in new subjects, per second / bare inserts one at a time': { atLeast: 0.5 },
  'registration on PostgreSQL: in new subjects': { atLeast: 500 },
  'replicas: reads by id per second, two / one': { atLeast: 1.7 },
  'replicas: registrations per second, two / one': { atLeast: 1.7 },
  'fixed rate: p95 at 1000 requests a second': { atMost: 5 },
  'many schemas: start until ready': { atMost: 1000 },
  'many schemas: memory after the start': { atMost: 250 },
  'many schemas: memory after reading each once': { atMost: 250 },
  'many schemas: CPU of a read, small store / 100 000 stored': { atLeast: 0.9 },
};

/** Whether the figure reaches its aim; undefined when it has none. */
export function reaches({ name, value }: Figure, slack = 0): boolean | undefined {
  const aim = aims[name];
  if (aim === undefined) return undefined;
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = aim;
  return value >= atLeast * (1 - slack) && value <= atMost * (1 + slack);
}
