import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { judged, type Row } from '../row.ts';

/** What it writes is for its owner alone. */
export const row: Row = {
  id: 'file-modes',
  group: 'deployment',
  title: 'What it writes is for its owner alone',
  risk: 'high',
  source: 'CIS controls',
  async probe(candidate) {
    const DATA_DIR = join(candidate.folder(), 'data');
    const service = await candidate.start({ DATA_DIR });
    await service.register('modes', {});
    const loose = readdirSync(DATA_DIR, { recursive: true, encoding: 'utf8' }).filter(
      (path) =>
        statSync(join(DATA_DIR, path)).isFile() && (statSync(join(DATA_DIR, path)).mode & 0o077) !== 0,
    );
    if ((statSync(DATA_DIR).mode & 0o077) !== 0) loose.push('the directory itself');
    return judged(
      loose.map((path) => `others may use ${path}`),
      'the data directory and its files have no rights for others',
    );
  },
  breaks: () => ({
    reason: /others may use schemagate\.db/,
    edits: {
      'src/storage/sqlite/data-directory.ts': (text) =>
        text.replace('0o700', '0o755').replace('0o600', '0o644'),
    },
  }),
};
