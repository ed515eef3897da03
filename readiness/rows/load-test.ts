import type { Measured } from '../../bench/results.ts';
import { failures } from '../../bench/verdict.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const path = 'bench/results/latest.json';

/** A load test, whose recorded run answered every request in time. */
export const row: Row = {
  id: 'load-test',
  group: 'deployment',
  title: 'There is a load test, whose recorded run answered every request in time',
  risk: 'medium',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    if (!candidate.has(path)) return judged([`${path} is missing`], '');
    const { date, commit, measured } = JSON.parse(candidate.read(path)) as {
      date?: string;
      commit?: string;
      measured: readonly Measured[];
    };
    // Whether ratios reach their aims is for those who change the service: the bench says.
    const problems = [...failures(measured, 'short')];
    if (!/^20\d\d-\d\d-\d\d/.test(date ?? '') || !commit)
      problems.push('it does not say what was measured when');
    if (!measured.some(({ title }) => title === 'fixed rate')) problems.push('none at a fixed rate');
    return judged(problems, `${measured.length} measures of ${date} at ${commit}, no request failed`);
  },
  breaks: () => ({
    reason: /7 of \d+ requests failed/,
    edits: { [path]: replaced('"failed": 0', '"failed": 7') },
  }),
};
