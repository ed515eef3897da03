import { outside } from '../outside.ts';
import type { Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Prometheus can scrape the metrics. */
export const row: Row = {
  id: 'metrics',
  group: 'observability',
  title: 'Prometheus can scrape the metrics',
  risk: 'critical',
  source: 'Mercari production readiness checklist',
  probe: async (candidate) => outside(candidate, 'metrics'),
  breaks: () => ({
    reason: /\/metrics answers 404/,
    edits: { 'src/routes/metrics.ts': replaced("'/metrics'", "'/metrix'") },
  }),
};
