import { judged, type Row } from '../row.ts';
import { gone } from '../text.ts';

/** A troubleshooting guide. */
export const row: Row = {
  id: 'troubleshooting',
  group: 'documentation',
  title: 'A troubleshooting guide',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  probe: async (candidate) =>
    judged(
      candidate.has('docs/troubleshooting.md') || candidate.has('docs/operations/troubleshooting.md')
        ? []
        : ['there is none'],
      'it is there',
    ),
  breaks: () => ({ reason: /^there is none$/, edits: { 'docs/troubleshooting.md': gone } }),
};
