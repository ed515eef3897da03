import type { Row } from '../row.ts';
import { says, without } from '../text.ts';

/** Commits are checked by a hook. */
export const row: Row = {
  id: 'hooks',
  group: 'testing',
  title: 'Commits are checked by a hook',
  risk: 'low',
  source: 'OpenSSF Scorecard',
  probe: async (candidate) =>
    says(candidate, 'package.json', {
      'a pre-commit hook': /"pre-commit": "npm run/,
      'its script': /"check:staged": "node/,
    }),
  breaks: () => ({
    reason: /lacks a pre-commit hook/,
    edits: { 'package.json': without('"pre-commit": "npm run --silent check:staged"') },
  }),
};
