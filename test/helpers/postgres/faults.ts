import { afterAll, beforeAll } from 'vitest';
import type { PostgresStoreOptions } from '../../../src/storage/postgres/open-store.ts';
import { preparedForRun } from './for-run.ts';
import { type PostgresServer, startPostgres } from './server.ts';

/** A server of the file's own, which its tests may stop and harm: never the one of TEST_DATABASE_URL. */
export function ownPostgresForFile(settings?: Readonly<Record<string, string>>): () => PostgresServer {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgres(settings, await preparedForRun());
  });
  afterAll(async () => {
    await server?.dispose();
  });
  return () => {
    if (!server) throw new Error('The server is started before the first test, not earlier');
    return server;
  };
}

/**
 * Waits so short that a test sees them end, and a breaker that opens and closes soon; the store opens all the same on a
 * machine that is too busy for them now.
 */
export const impatient: Partial<PostgresStoreOptions> = {
  connectTimeout: 600,
  statementTimeout: 600,
  openTimeout: 30_000,
  resilience: { retries: 2, firstDelay: 10, maxDelay: 50, budget: 500, breakAfter: 3, breakFor: 200 },
};
