import { writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { judged, type Row } from '../row.ts';
import { scrape } from '../scrape.ts';
import { replaced } from '../text.ts';

const rules = 'deploy/prometheus/rules.yaml';
const free = 'schemagate_disk_free_bytes';
const size = 'schemagate_disk_size_bytes';

interface Health {
  readonly components: { readonly disk?: { readonly status: string } };
}

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
    const { components } = (await (await service.ask('/health')).json()) as Health;
    if (components.disk?.status !== (bavail < 0.05 * blocks ? 'low' : 'ok'))
      problems.push(`/health says ${components.disk?.status}`);
    const full = await healthOnFullDisk(candidate);
    if (full !== undefined && full !== 'low 200') problems.push(`/health of a disk that is full: ${full}`);
    return judged(
      problems,
      `sizes as the system says them, alerts on a share and on a forecast; ${full === undefined ? 'a full disk could not be made here' : '/health tells of a disk that is full'}`,
    );
  },
  breaks: () => ({
    reason: /^schemagate_disk_free_bytes is \d+, where the system says \d+$/,
    edits: { 'src/plugins/disk-space.ts': replaced('({ free }) => free)', '({ size }) => 2 * size)') },
  }),
};

/** What /health says of a disk of which little is left, and its status; undefined where none can be mounted. */
async function healthOnFullDisk(candidate: Candidate): Promise<string | undefined> {
  const disk = candidate.folder();
  const mounted = await candidate.run('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]);
  if (mounted.code !== 0) return undefined;
  const service = await candidate.start({ DATA_DIR: join(disk, 'data') }).catch(() => undefined);
  try {
    if (service === undefined) return 'it does not start there';
    const { bavail, bsize } = await statfs(disk);
    writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - 1_500_000));
    const answer = await service.ask('/health');
    const { components } = (await answer.json()) as Health;
    return `${components.disk?.status} ${answer.status}`;
  } finally {
    await service?.kill();
    await candidate.run('umount', [disk]);
  }
}
