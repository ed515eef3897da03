import type { Row } from '../row.ts';
import { gone, says } from '../text.ts';

/** Measured figures and how they were measured. */
export const row: Row = {
  id: 'performance-guide',
  group: 'documentation',
  title: 'Measured figures and how they were measured',
  risk: 'low',
  source: 'Google SRE launch checklist',
  probe: async (candidate) =>
    says(candidate, 'docs/performance.md', {
      'the command': /npm run bench/,
      'the p95 at 1000 requests a second': /p95 at 1000 requests a second: \*\*/,
    }),
  breaks: () => ({ reason: /is missing/, edits: { 'docs/performance.md': gone } }),
};
