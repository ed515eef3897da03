import { outside } from '../outside.ts';
import type { Row } from '../row.ts';
import { replaced } from '../text.ts';

/** 95 of 100 reads by id within 200 ms. */
export const row: Row = {
  id: 'p95',
  group: 'performance',
  title: '95 of 100 reads by id within 200 ms',
  risk: 'critical',
  source: 'Google SRE launch checklist',
  probe: async (candidate) => outside(candidate, 'latency'),
  breaks: () => ({
    edits: {
      'src/app.ts': replaced(
        'await app.register(healthRoutes);',
        "app.addHook('onRequest', (_a, _b, next) => void setTimeout(next, 210));await app.register(healthRoutes);",
      ),
    },
  }),
};
