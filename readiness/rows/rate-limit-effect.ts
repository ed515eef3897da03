import { judged, type Row } from '../row.ts';

/** Clients are told how much of their limit is left. */
export const row: Row = {
  id: 'rate-limit-effect',
  group: 'post-deployment',
  title: 'Clients are told how much of their limit is left',
  risk: 'low',
  source: 'IETF RateLimit headers',
  async probe(candidate) {
    const service = await candidate.service();
    const header = (await service.ask('/subjects')).headers.get('ratelimit');
    return judged(header === null ? ['no header says so'] : [], String(header));
  },
  breaks: () => ({ reason: /^no header says so$/, settings: { RATE_LIMIT_MAX: '0' } }),
};
