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
      // Before both ways that a request may take.
      'src/plugins/quick-answers.ts': replaced(
        'const listener: RequestListener = (request, response) => {',
        'const listener: RequestListener = async (request, response) => {\nawait new Promise((done) => setTimeout(done, 210));',
      ),
    },
  }),
};
