import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** How often to look whether a flag has taken effect, in milliseconds, and how many times. */
const [pauseMs, looks] = [100, 50];

/** What is risky can be switched off while it runs. */
export const row: Row = {
  id: 'feature-flags',
  group: 'deployment',
  title: 'What is risky can be switched off while it runs',
  risk: 'medium',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const file = join(candidate.folder(), 'flags.yaml');
    writeFileSync(file, '{}');
    const service = await candidate.start({ FLAGS_FILE: file });
    const coding = async () => {
      const answer = await service.ask('/openapi.json', { headers: { 'accept-encoding': 'gzip' } });
      return answer.headers.get('content-encoding');
    };
    const state = async () => {
      const { flags } = (await (await service.ask('/admin/flags')).json()) as {
        flags: readonly { name: string; value: boolean; source: string }[];
      };
      const compression = flags.find(({ name }) => name === 'compression');
      return `${compression?.value} by ${compression?.source}`;
    };
    const before = [await coding(), await state()].join(', ');
    writeFileSync(file, 'compression: false');
    service.signal('SIGHUP');
    for (let look = 0; look < looks && (await coding()) !== null; look += 1) await sleep(pauseMs);
    const after = [await coding(), await state()].join(', ');
    return judged(
      before === 'gzip, true by default' && after === ', false by file'
        ? []
        : [`the flag compression: ${before}; switched off: ${after}`],
      'compression ended at SIGHUP after the file of flags said so, and /admin/flags tells why',
    );
  },
  breaks: () => ({
    reason: /switched off: gzip, false by file$/,
    edits: { 'src/app.ts': replaced(' && app.featureFlags.on.compression', '') },
  }),
};
