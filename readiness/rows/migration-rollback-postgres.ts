import { type PostgresServer, startPostgres } from '../../test/helpers/postgres/server.ts';
import { migrateDownAndUp, newestScriptDown } from '../migration-round.ts';
import { inconclusive, judged, type Row } from '../row.ts';

/** As for the embedded store, on a real PostgreSQL. */
export const row: Row = {
  id: 'migration-rollback-postgres',
  group: 'deployment',
  title: 'The newest migration is taken back and applied again without losing schemas (PostgreSQL)',
  risk: 'high',
  source: 'operations handbook',
  deadlineMs: 90_000,
  async probe(candidate) {
    let server: PostgresServer;
    try {
      server = await startPostgres();
    } catch (error) {
      return inconclusive(`no PostgreSQL could be started: ${(error as Error).message}`);
    }
    try {
      const problems = await migrateDownAndUp(candidate, { DATABASE_URL: server.url() });
      return judged(
        problems,
        'registered, migrated down and up: the schema has its id, its subject its version',
      );
    } finally {
      await server.dispose();
    }
  },
  breaks: () => ({
    reason: /is gone|its subject has the versions/,
    edits: { [newestScriptDown('postgres')]: (text) => `${text}\nDELETE FROM schemagate.versions;\n` },
  }),
};
