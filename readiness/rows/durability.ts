import { join } from 'node:path';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** What was acknowledged survives SIGKILL. */
export const row: Row = {
  id: 'durability',
  group: 'resilience',
  title: 'What was acknowledged survives SIGKILL',
  risk: 'critical',
  source: 'etcd robustness tests',
  async probe(candidate) {
    const DATA_DIR = join(candidate.folder(), 'data');
    const first = await candidate.start({ DATA_DIR });
    const { status } = await first.register('kept', { title: 'kept' });
    await first.kill();
    const second = await candidate.start({ DATA_DIR });
    const subjects = await (await second.ask('/subjects')).text();
    return judged(
      status === 200 && subjects.includes('kept')
        ? []
        : [`registered with ${status}; after the kill: ${subjects}`],
      'a schema acknowledged before SIGKILL is there after it',
    );
  },
  breaks: () => ({
    reason: /^registered with 200; after the kill: \[(?!.*"kept")/,
    edits: {
      // Acknowledged, and taken back.
      'src/storage/sqlite/commit-batch.ts': replaced(
        "database.exec('COMMIT');",
        "database.exec(JSON.stringify(changes).includes('kept') ? 'ROLLBACK' : 'COMMIT');",
      ),
    },
  }),
};
