import { guideProblems } from '../guide.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const path = 'docs/performance.md';

/** How it was measured, with the figures of the recorded run. */
export const row: Row = {
  id: 'performance-guide',
  group: 'documentation',
  title: 'How it was measured, with the figures of the recorded run',
  risk: 'low',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const problems = guideProblems(candidate, path);
    if (problems.length > 0) return judged(problems, '');
    const { performancePage } = await candidate.load<{ performancePage: () => string }>(
      'scripts/docs/performance-page.ts',
    );
    const lines = new Set(performancePage().split('\n'));
    const other = candidate
      .read(path)
      .split('\n')
      .filter((line) => !lines.has(line));
    return judged(
      other.map((line) => `no recorded run says ${line}`),
      'its commands are there, its figures those of the recorded run',
    );
  },
  breaks: () => ({
    reason: /^no recorded run says - fixed rate: p95 at 1000 requests a second: \*\*0\.01 ms/,
    edits: { [path]: replaced(/(p95 at 1000 requests a second: \*\*)[\d.]+/, '$10.01') },
  }),
};
