import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Clients may keep what never changes, and ask anew cheaply. */
export const row: Row = {
  id: 'http-caching',
  group: 'performance',
  title: 'Clients may keep what never changes, and ask anew cheaply',
  risk: 'medium',
  source: 'CDN guides',
  async probe(candidate) {
    const service = await candidate.service();
    const { id } = (await (await service.register('cached', { title: 'cached' })).json()) as { id: number };
    const first = await service.ask(`/schemas/ids/${id}`);
    const etag = first.headers.get('etag') ?? '';
    const again = await service.ask(`/schemas/ids/${id}`, { headers: { 'if-none-match': etag } });
    const control = first.headers.get('cache-control') ?? '';
    const problems: string[] = [];
    if (again.status !== 304) problems.push(`asking with its ETag answers ${again.status}`);
    if (!/max-age=\d{4,}/.test(control)) problems.push(`cache-control is ${control}`);
    return judged(problems, `304 for its ETag; ${control}`);
  },
  breaks: () => ({
    reason: /^cache-control is .*max-age=0/,
    edits: { 'src/plugins/caching.ts': replaced(/max-age=\d+/g, 'max-age=0') },
  }),
};
