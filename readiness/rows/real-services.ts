import { judged, type Row } from '../row.ts';
import { gone } from '../text.ts';

/** Tests run against real PostgreSQL, S3 and Redis. */
export const row: Row = {
  id: 'real-services',
  group: 'testing',
  title: 'Tests run against real PostgreSQL, S3 and Redis',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const missing = [
      'test/contract/postgres.test.ts',
      'test/helpers/s3-server.ts',
      'test/helpers/redis-server.ts',
    ].filter((path) => !candidate.has(path));
    return judged(
      missing.map((path) => `${path} is missing`),
      'the store contract on PostgreSQL; an S3 server; a Redis server',
    );
  },
  breaks: () => ({
    reason: /postgres\.test\.ts is missing/,
    edits: { 'test/contract/postgres.test.ts': gone },
  }),
};
