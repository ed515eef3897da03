import { join } from 'node:path';
import { judged, type Row } from '../row.ts';

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
    return judged(code === 0 ? [] : [output.trim()], 'a registration was recorded; the chain is whole');
  },
  breaks: () => ({ settings: { AUDIT_LOG: 'off' } }),
};
