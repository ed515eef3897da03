import { join } from 'node:path';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** After its end another instance can start on the same data. */
export const row: Row = {
  id: 'clean-up',
  group: 'resilience',
  title: 'After its end another instance can start on the same data',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const DATA_DIR = join(candidate.folder(), 'data');
    const first = await candidate.start({ DATA_DIR });
    const { status } = await first.register('kept', { title: 'kept' });
    first.signal('SIGINT');
    const code = await first.ended;
    const second = await candidate.start({ DATA_DIR });
    const subjects = await (await second.ask('/subjects')).text();
    return judged(
      status === 200 && code === 0 && subjects.includes('kept')
        ? []
        : [`registered ${status}, ended ${code}, then ${subjects}`],
      'stopped by SIGINT, started again, the schema was there',
    );
  },
  breaks: () => ({
    reason: /a lock was left/,
    refusedStart: true,
    edits: {
      // A lock that is there as long as its file is: nobody removes that.
      'src/storage/sqlite/directory-lock.ts': replaced(
        '  preparePrivateFile(file);\n',
        "  if (process.getBuiltinModule('node:fs').existsSync(file)) throw new Error('a lock was left');\n  preparePrivateFile(file);\n",
      ),
    },
  }),
};
