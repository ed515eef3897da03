import { judged, type Row } from '../row.ts';

/** Errors are kept with fingerprint, count, first and last seen. */
export const row: Row = {
  id: 'error-tracking',
  group: 'observability',
  title: 'Errors are kept with fingerprint, count, first and last seen',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const response = await service.ask('/admin/errors');
    return judged(
      response.status === 200 ? [] : [`/admin/errors answers ${response.status}`],
      '/admin/errors lists them',
    );
  },
  breaks: () => ({ settings: { AUTH: 'required' } }),
};
