import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

/** Changes are in the audit log, and its chain verifies. */
export const row: Row = {
  id: 'audit-log',
  group: 'security',
  title: 'Changes are in the audit log, and its chain verifies',
  risk: 'high',
  source: 'CIS controls',
  async probe(candidate) {
    const data = join(candidate.folder(), 'data');
    const service = await candidate.start({ DATA_DIR: data });
    await service.register('audited', { title: 'a' });
    service.signal('SIGTERM');
    await service.ended;
    const { code, output } = await candidate.schemagate(['audit', 'verify', '--json'], { DATA_DIR: data });
    const problems = code === 0 ? [] : [output.trim()];
    const folder = join(data, 'audit');
    const lines = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    if (!lines.some((text) => /subject\.version\.registered.*audited/.test(text)))
      problems.push('no event tells of the registration');
    return judged(problems, 'a registration was recorded; the chain is whole');
  },
  breaks: () => ({
    reason: /no event tells of the registration/,
    edits: {
      'src/plugins/audit/audited-store.ts': without(/if \(result\.outcome === 'committed'\) record.*;/),
    },
  }),
};
