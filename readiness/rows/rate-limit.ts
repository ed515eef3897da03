import { judged, type Row } from '../row.ts';

/** A client that runs wild is slowed down. */
export const row: Row = {
  id: 'rate-limit',
  group: 'security',
  title: 'A client that runs wild is slowed down',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const service = await candidate.start({ RATE_LIMIT_MAX: '5', RATE_LIMIT_WINDOW_MS: '60000' });
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => (await service.ask('/subjects')).status),
    );
    const refused = statuses.filter((status) => status === 429).length;
    return judged(
      refused === 3 ? [] : [`${refused} of 8 requests got 429 at a limit of 5`],
      '3 of 8 requests got 429 at a limit of 5',
    );
  },
  breaks: () => ({ reason: /^0 of 8 requests got 429/, settings: { RATE_LIMIT_MAX: '0' } }),
};
