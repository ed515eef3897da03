import { join } from 'node:path';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Keys are rotated without an outage. */
export const row: Row = {
  id: 'key-rotation',
  group: 'deployment',
  title: 'Keys are rotated without an outage',
  risk: 'high',
  source: 'CIS controls',
  async probe(candidate) {
    const DATA_DIR = join(candidate.folder(), 'data');
    const words = ['keys', 'create', '--name', 'a', '--grant', 'reader', '--json'];
    const made = await candidate.schemagate(words, { DATA_DIR });
    const { id, key: old } = JSON.parse(made.output) as { id: string; key: string };
    const rotated = await candidate.schemagate(['keys', 'rotate', id, '--overlap', '1h', '--json'], {
      DATA_DIR,
    });
    const { key } = JSON.parse(rotated.output) as { key: string };
    const service = await candidate.start({ DATA_DIR, AUTH: 'required' });
    const statuses: number[] = [];
    for (const credential of [old, key, `${key}x`])
      statuses.push(
        (await service.ask('/subjects', { headers: { authorization: `Bearer ${credential}` } })).status,
      );
    return judged(
      statuses.join() === '200,200,401' ? [] : [`old, new and wrong key get ${statuses.join(', ')}`],
      'the old key is good during the overlap, the new one too, a wrong one is not',
    );
  },
  breaks: () => ({
    reason: /get 401, 200, 401$/,
    edits: { 'src/access/verify-key.ts': replaced('isDigestOf(previous.digest, secret)', "secret === ''") },
  }),
};
