import type { DatabaseStats } from '../../storage/configured-store.ts';

/** The way to the database, as the health report tells it. */
export interface DatabaseHealth {
  readonly breaker: 'closed' | 'open' | 'half-open';
  readonly feed: 'listening' | 'lost';
  readonly connections: number;
  readonly idleConnections: number;
  readonly waitingCalls: number;
}

/** The part of the health report about the database; undefined for an embedded store. */
export function databaseHealth(stats: DatabaseStats | undefined): DatabaseHealth | undefined {
  if (stats === undefined) return undefined;
  const { breaker, pool } = stats.database;
  return {
    breaker,
    feed: stats.cache.feed,
    connections: pool.total,
    idleConnections: pool.idle,
    waitingCalls: pool.waiting,
  };
}
