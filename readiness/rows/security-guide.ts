import type { Row } from '../row.ts';
import { gone, says } from '../text.ts';

/** A threat model, and how to report a hole. */
export const row: Row = {
  id: 'security-guide',
  group: 'documentation',
  title: 'A threat model, and how to report a hole',
  risk: 'high',
  source: 'OpenSSF Scorecard',
  probe: async (candidate) =>
    says(candidate, 'SECURITY.md', { 'how to report': /report/i, 'a time to answer': /\bday/i }),
  breaks: () => ({ reason: /is missing/, edits: { 'SECURITY.md': gone } }),
};
