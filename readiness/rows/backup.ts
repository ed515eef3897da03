import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** A backup can be made while it runs, and restores. */
export const row: Row = {
  id: 'backup',
  group: 'deployment',
  title: 'A backup can be made while it runs, and restores',
  risk: 'critical',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const DATA_DIR = join(candidate.folder(), 'data');
    const service = await candidate.start({ DATA_DIR });
    await service.register('saved', { title: 'saved' });
    const to = candidate.folder();
    const made = await candidate.schemagate(['backup', '--to', to, '--json'], { DATA_DIR });
    const file = readdirSync(to)[0] ?? 'none';
    const verified = await candidate.schemagate(['backup', 'verify', join(to, file), '--json'], { DATA_DIR });
    return judged(
      [made, verified].filter(({ code }) => code !== 0).map(({ output }) => output.trim()),
      `${file}: made beside the service and verified by a restore`,
    );
  },
  breaks: () => ({
    reason: /which is not what was backed up/,
    edits: {
      'src/backup/dump-digest.ts': replaced("hash('sha256', line,", "hash('sha256', line + Math.random(),"),
    },
  }),
};
