import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

/** Errors are counted by category. */
export const row: Row = {
  id: 'error-categories',
  group: 'error handling',
  title: 'Errors are counted by category',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const service = await candidate.service();
    await service.ask('/subjects/none/versions');
    const metrics = await (await fetch(service.metricsUrl)).text();
    return judged(
      /^schemagate_errors_total\{category="\w+"[^}]*\} [1-9]/m.test(metrics)
        ? []
        : ['no error is counted under a category'],
      'schemagate_errors_total has a category',
    );
  },
  breaks: () => ({
    reason: /no error is counted under a category/,
    edits: { 'src/plugins/errors.ts': without('counts.add(answer.category);') },
  }),
};
