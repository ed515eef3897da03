import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from '../../test/helpers/postgres/server.ts';
import { inconclusive, judged, type Row } from '../row.ts';
import { scrape } from '../scrape.ts';
import { replaced } from '../text.ts';

const limit = 3;
/** API keys have a connection of their own. */
const beside = 1;

/** However many requests there are, the database gets no more connections than the limit. */
export const row: Row = {
  id: 'pooling',
  group: 'resilience',
  title: 'However many requests come, the database has no more connections than the limit',
  risk: 'high',
  source: 'CockroachDB production checklist',
  async probe(candidate) {
    let database: PostgresServer;
    try {
      database = await startPostgres();
    } catch (error) {
      return inconclusive(`no PostgreSQL here: ${String(error).slice(0, 80)}`);
    }
    const watcher = new Client({ connectionString: database.url() });
    try {
      await watcher.connect();
      const service = await candidate.start({
        DATABASE_URL: database.url(),
        DATABASE_POOL_MAX: String(limit),
        RATE_LIMIT_MAX: '0',
      });
      const state = { done: false, most: 0 };
      const watching = (async () => {
        while (!state.done) {
          state.most = Math.max(state.most, await connections(watcher));
          await sleep(5);
        }
      })();
      const statuses = await Promise.all(
        Array.from({ length: 200 }, async (_, n) => (await service.ask(`/schemas/ids/${1000 + n}`)).status),
      );
      state.done = true;
      await watching;
      const values = await scrape(service);
      const problems: string[] = [];
      if (state.most > limit + beside)
        problems.push(`${state.most} connections at a limit of ${limit}, and ${beside} for keys`);
      if (values.get('schemagate_database_pool_max_connections') !== limit)
        problems.push('the metrics have another limit');
      const other = statuses.filter((status) => status !== 404);
      if (other.length > 0) problems.push(`${other.length} of 200 requests got ${other[0]}`);
      return judged(
        problems,
        `200 requests at once, at most ${state.most} connections at a limit of ${limit}, and ${beside} for keys`,
      );
    } finally {
      await watcher.end();
      await database.dispose();
    }
  },
  breaks: () => ({
    reason: /^\d+ connections at a limit of 3, and 1 for keys/,
    edits: { 'src/storage/postgres/connections.ts': replaced('max: options.max,', 'max: 40,') },
  }),
};

async function connections(watcher: Client): Promise<number> {
  const { rows } = await watcher.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'schemagate'",
  );
  return rows[0]?.n ?? 0;
}
