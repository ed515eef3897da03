import { judged, type Row } from '../row.ts';

/** Less than 300 MB of memory after start and use. */
export const row: Row = {
  id: 'memory',
  group: 'performance',
  title: 'Less than 300 MB of memory after start and use',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const report = (await (await service.ask('/health')).json()) as {
      components: { memory: { rssBytes: number } };
    };
    const megabytes = Math.round(report.components.memory.rssBytes / 1e6);
    return judged(megabytes < 300 ? [] : [`${megabytes} MB`], `${megabytes} MB resident`);
  },
  breaks: () => ({
    edits: {
      'src/server.ts': (text) =>
        `${text}\nObject.assign(globalThis, { waste: Buffer.alloc(400_000_000, 1) });`,
    },
  }),
};
