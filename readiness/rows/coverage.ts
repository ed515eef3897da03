import type { Row } from '../row.ts';
import { replaced, says } from '../text.ts';

/** The tests fail below 95 % coverage of lines and branches. */
export const row: Row = {
  id: 'coverage',
  group: 'testing',
  title: 'The tests fail below 95 % coverage of lines and branches',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  probe: async (candidate) =>
    says(candidate, 'vitest.config.ts', {
      'limits of 95': /coverageThresholds = \{ lines: 95, branches: 95/,
    }),
  breaks: () => ({
    reason: /lacks limits of 95/,
    edits: { 'vitest.config.ts': replaced('lines: 95, branches: 95', 'lines: 5, branches: 5') },
  }),
};
