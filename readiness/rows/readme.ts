import type { Row } from '../row.ts';
import { says, without } from '../text.ts';

/** The README says how to install, start and test. */
export const row: Row = {
  id: 'readme',
  group: 'documentation',
  title: 'The README says how to install, start and test',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  probe: async (candidate) =>
    says(candidate, 'README.md', {
      'how to start': /npm ci && npm start/,
      'how to test': /npm ci && npm test/,
      'a configuration link': /docs\/configuration\.md/,
    }),
  breaks: () => ({ reason: /lacks how to start/, edits: { 'README.md': without(/npm ci && npm start/g) } }),
};
