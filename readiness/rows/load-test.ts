import type { Row } from '../row.ts';
import { gone, says } from '../text.ts';

/** There is a load test with recorded results. */
export const row: Row = {
  id: 'load-test',
  group: 'deployment',
  title: 'There is a load test with recorded results',
  risk: 'medium',
  source: 'Google SRE launch checklist',
  probe: async (candidate) =>
    says(candidate, 'bench/results/latest.json', { 'a date': /20\d\d-\d\d-\d\d/, 'a commit': /commit/ }),
  breaks: () => ({ reason: /is missing/, edits: { 'bench/results/latest.json': gone } }),
};
