import { join } from 'node:path';
import { migrateDownAndUp, newestScriptDown } from '../migration-round.ts';
import { judged, type Row } from '../row.ts';

/** The newest migration of the embedded store is taken back and applied again, and what was registered is there. */
export const row: Row = {
  id: 'migration-rollback',
  group: 'deployment',
  title: 'The newest migration is taken back and applied again without losing schemas (embedded store)',
  risk: 'critical',
  source: 'operations handbook',
  deadlineMs: 90_000,
  async probe(candidate) {
    const problems = await migrateDownAndUp(candidate, { DATA_DIR: join(candidate.folder(), 'data') });
    return judged(
      problems,
      'registered, migrated down and up: the schema has its id, its subject its version',
    );
  },
  breaks: () => ({
    reason: /is gone|its subject has the versions/,
    edits: { [newestScriptDown('sqlite')]: (text) => `${text}\nDELETE FROM versions;\n` },
  }),
};
