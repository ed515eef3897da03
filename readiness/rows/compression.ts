import { judged, type Row } from '../row.ts';

/** Long answers are compressed. */
export const row: Row = {
  id: 'compression',
  group: 'deployment',
  title: 'Long answers are compressed',
  risk: 'low',
  source: 'operations handbook',
  async probe(candidate) {
    const service = await candidate.service();
    const response = await service.ask('/openapi.json', { headers: { 'accept-encoding': 'gzip' } });
    return judged(
      response.headers.get('content-encoding') === 'gzip' ? [] : ['not compressed'],
      'gzip when a client takes it',
    );
  },
  breaks: () => ({ reason: /^not compressed$/, settings: { COMPRESSION: 'false' } }),
};
