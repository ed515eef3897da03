import { beforeRequests } from '../before-requests.ts';
import { outside } from '../outside.ts';
import type { Row } from '../row.ts';

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
    // One read in five is late.
    edits: beforeRequests('if (Math.random() < 0.2) setTimeout(next, 250); else next();'),
  }),
};
