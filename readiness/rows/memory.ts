import { judged, type Row } from '../row.ts';
import { scrape } from '../scrape.ts';

/** Less than 300 MB of memory after start and use. */
export const row: Row = {
  id: 'memory',
  group: 'performance',
  title: 'Less than 300 MB of memory after start and use',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const bytes = (await scrape(service)).get('process_resident_memory_bytes');
    if (bytes === undefined) return judged(['it is not measured'], '');
    const megabytes = Math.round(bytes / 1e6);
    return judged(megabytes < 300 ? [] : [`${megabytes} MB`], `${megabytes} MB resident`);
  },
  breaks: () => ({
    reason: /^\d+ MB$/,
    edits: {
      'src/server.ts': (text) =>
        `${text}\nObject.assign(globalThis, { waste: Buffer.alloc(400_000_000, 1) });`,
    },
  }),
};
