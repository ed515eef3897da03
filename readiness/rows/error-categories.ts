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
    const counted = async () => {
      const metrics = await (await fetch(service.metricsUrl)).text();
      return Number(/^schemagate_errors_total\{category="not-found"\} (\d+)/m.exec(metrics)?.[1]);
    };
    const before = await counted();
    await service.ask('/subjects/none/versions');
    return judged(
      (await counted()) === before + 1 ? [] : ['an error is not counted under its category'],
      'schemagate_errors_total counts what is not found under that category',
    );
  },
  breaks: () => ({
    reason: /an error is not counted under its category/,
    edits: { 'src/plugins/errors.ts': without('counts.add(answer.category);') },
  }),
};
