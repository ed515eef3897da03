import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withFigures } from '../../readiness/page.ts';
import { proofOf, recordedResults } from '../../readiness/results.ts';
import { scoreOf } from '../../readiness/score.ts';

const results = recordedResults();
const readme = readFileSync('README.md', 'utf8');
const page = readFileSync('docs/production-readiness.md', 'utf8');

it('the README has the figures of the recorded run, which are those of its page', () => {
  expect(withFigures(readme, results)).toBe(readme);
  const figures = [/^.*: Score \*\*[\d.]+\*\* of 100 on the .*$/m, /^Sabotage of .*$/m];
  for (const figure of figures) expect(figure.exec(readme)?.[0]).toBe(figure.exec(page)?.[0]);
  expect(figures.every((figure) => figure.test(page))).toBe(true);
});

it('the recorded score is that of the recorded rows, and all that was green turned red once broken', () => {
  expect(scoreOf(results.rows)).toEqual({ score: results.score, checked: results.checked });
  const run = results.sabotage;
  expect(run?.rows.filter(({ outcome }) => outcome !== undefined && outcome !== 'turned red')).toEqual([]);
  expect(run && proofOf(run).broken).toBeGreaterThan(50);
});
