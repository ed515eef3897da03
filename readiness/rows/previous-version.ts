import { releaseReport } from '../release.ts';
import { inconclusive, judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** There is a version to go back to, and stores that it migrated are still known. */
export const row: Row = {
  id: 'previous-version',
  group: 'deployment',
  title: 'The version before is tagged, and its migrations are unchanged',
  risk: 'high',
  source: 'operations handbook',
  async probe(candidate) {
    const { version, state, previous, faults } = await releaseReport(candidate);
    if (faults.length > 0) return judged(faults, '');
    if (previous === null)
      return inconclusive(
        `${version} is ${state}, and no version before it is tagged: there is nothing to return to`,
      );
    return judged([], `v${previous} is an annotated tag; its migrations are as they were`);
  },
  breaks: () => ({
    reason: /0\.0\.1/,
    edits: { 'CHANGELOG.md': replaced(/$/, '\n## 0.0.1 - 2026-01-01\n\n- Never tagged.\n') },
  }),
};
