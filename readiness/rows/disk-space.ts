import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { judged, type Row } from '../row.ts';
import { scrape } from '../scrape.ts';
import { replaced } from '../text.ts';

const rules = 'deploy/prometheus/rules.yaml';
const free = 'schemagate_disk_free_bytes';
const size = 'schemagate_disk_size_bytes';

/** The room on its disk is measured, and somebody is told before it is gone. */
export const row: Row = {
  id: 'disk-space',
  group: 'deployment',
  title: 'The room on its disk is measured, and somebody is told before it is gone',
  risk: 'high',
  source: 'CockroachDB production checklist',
  async probe(candidate) {
    const DATA_DIR = join(candidate.folder(), 'data');
    const service = await candidate.start({ DATA_DIR });
    const values = await scrape(service);
    const { bavail, blocks, bsize } = await statfs(DATA_DIR);
    const problems: string[] = [];
    for (const [name, bytes] of [
      [free, bavail * bsize],
      [size, blocks * bsize],
    ] as const) {
      const measured = values.get(`${name}{holds="data"}`) ?? 0;
      // Others write to the disk meanwhile.
      if (Math.abs(measured - bytes) > 0.02 * blocks * bsize)
        problems.push(`${name} is ${measured}, where the system says ${bytes}`);
    }
    const text = candidate.read(rules);
    if (!new RegExp(`expr: ${free}\\S+ / ${size}\\S+ <`).test(text))
      problems.push('no alert for a disk that is nearly full');
    if (!text.includes(`predict_linear(${free}`)) problems.push('no alert for a disk that fills up');
    return judged(
      problems,
      'free and whole size as the system says them; alerts on a share of it and on its forecast',
    );
  },
  breaks: () => ({
    reason: /^schemagate_disk_free_bytes is \d+, where the system says \d+$/,
    edits: { 'src/plugins/disk-space.ts': replaced('({ free }) => free)', '({ size }) => 2 * size)') },
  }),
};
