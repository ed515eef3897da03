import { judged, type Row } from '../row.ts';

/** Without a credential nothing is told or changed. */
export const row: Row = {
  id: 'access-control',
  group: 'deployment',
  title: 'Without a credential nothing is told or changed',
  risk: 'critical',
  source: 'CockroachDB production checklist',
  async probe(candidate) {
    const service = await candidate.start({ AUTH: 'required' });
    const read = await service.ask('/subjects');
    const write = await service.register('a', {});
    const problems = [read, write]
      .filter(({ status }) => status !== 401)
      .map(({ url, status }) => `${url} answers ${status}`);
    return judged(problems, 'reads and changes get 401 with AUTH=required');
  },
  breaks: () => ({ reason: /\/subjects answers 200/, settings: { AUTH: 'none' } }),
};
