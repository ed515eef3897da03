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
    reason: /^p95 is [2-9]\d\d/,
    edits: {
      // One read in five is late, whichever way it takes.
      'src/plugins/quick-answers.ts': replaced(
        'const listener: RequestListener = (request, response) => {',
        'const listener: RequestListener = async (request, response) => {\nif (Math.random() < 0.2) await new Promise((done) => setTimeout(done, 250));',
      ),
    },
  }),
};
