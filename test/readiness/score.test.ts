import { describe, expect, it } from 'vitest';
import { page, proof, summary, withFigures } from '../../readiness/page.ts';
import { type JudgedRow, judgedRow, proofOf, resultsOf } from '../../readiness/results.ts';
import { type Finding, fail, inconclusive, judged, pass, type Row } from '../../readiness/row.ts';
import { scoreOf } from '../../readiness/score.ts';

const row = (id: string, risk: Row['risk'], finding: Finding): JudgedRow =>
  judgedRow(
    {
      id,
      risk,
      group: 'testing',
      title: `Title of ${id}`,
      source: 'here',
      probe: async () => finding,
      breaks: () => ({ reason: /./ }),
    },
    finding,
  );
const three = [
  row('a', 'critical', pass('well | <b>')),
  row('b', 'low', fail('broken')),
  row('c', 'high', inconclusive('no tool')),
];
const run = {
  date: '2026-01-02',
  seconds: 61,
  rows: [
    { id: 'a', outcome: 'turned red', found: 'ill' },
    { id: 'b', outcome: undefined, found: 'broken' },
    { id: 'c', outcome: 'no start', found: 'the service did not start' },
  ],
} as const;

describe('the score', () => {
  it('weighs by risk, and leaves what could not be checked out of it', () => {
    expect(scoreOf(three)).toEqual({ score: 80, checked: 62.5 });
    expect(resultsOf('2026-01-02', three, undefined)).toEqual({
      date: '2026-01-02',
      score: 80,
      checked: 62.5,
      rows: three,
    });
  });

  it('leaves rows that do not apply out of everything', () => {
    const rows = [
      { risk: 'low', ...pass('') },
      { risk: 'critical', verdict: 'not applicable', found: 'embedded' },
    ] as const;
    expect(scoreOf(rows)).toEqual({ score: 100, checked: 100 });
  });

  it('of nothing checked is nothing', () => {
    expect(scoreOf([{ risk: 'high', ...inconclusive('') }])).toEqual({ score: 0, checked: 0 });
  });

  it('is 100 for all alone', () => {
    const many = Array.from({ length: 999 }, () => ({ risk: 'critical' as const, ...pass('') }));
    expect(scoreOf([...many, { risk: 'low', ...fail('') }]).score).toBeLessThan(100);
  });
});

it('findings with problems fail and name each', () => {
  expect(judged([], 'well')).toEqual({ verdict: 'pass', found: 'well' });
  expect(judged(['a', 'b'], 'well')).toEqual({ verdict: 'fail', found: 'a; b' });
});

describe('the page', () => {
  it('has a table for each group, the sum above it, and what came of breaking each row', () => {
    expect(summary(three)).toBe(
      'Score **80** of 100 on the 62.5 % of the weight that could be checked: 1 rows pass, 1 fail, 1 are inconclusive, 0 do not apply.',
    );
    const text = page(resultsOf('2026-01-03', three, run));
    expect(text).toContain('## Testing\n\n| | Risk | Verdict | Found | Broken |');
    expect(text).toContain('| Title of a | critical | pass | well \\| &lt;b> | turned red |');
    expect(text).toContain('| Title of b | low | **fail** | broken | not broken |');
    expect(text).toContain('| Title of c | high | inconclusive | no tool | no start |');
    expect(text).toContain(`\n2026-01-03: ${summary(three)}\n`);
    expect(text).toContain(`\n${proof(run)}\n`);
  });

  it('says when nothing was broken yet', () => {
    const text = page(resultsOf('2026-01-03', [row('long', 'low', pass('x'.repeat(200)))], undefined));
    expect(text).toContain('No row was broken yet.');
    expect(text).toContain(`${'x'.repeat(159)}… | not yet |`);
  });
});

describe('the result of all sabotages', () => {
  it('counts what turned red for the right reason among what was green', () => {
    expect(proofOf(run)).toEqual({ red: 1, broken: 2 });
    expect(proof(run)).toBe(
      'Sabotage of 2026-01-02, 2 minutes: **1 of 2** green rows turned red for the right reason; 1 were not green, so that there was nothing to break.',
    );
    expect(proof({ ...run, rows: [run.rows[0]] })).toContain(
      '**1 of 1** green rows turned red for the right reason.',
    );
  });
});

describe('the README', () => {
  const begin = '<!-- readiness: written by `npm run readiness -- --record` -->';
  const end = '<!-- end of readiness -->';

  it('gets the figures between its marks, each time anew', () => {
    const results = resultsOf('2026-01-03', three, run);
    const once = withFigures(`# A\n${begin}\nold\n${end}\nrest\n`, results);
    const table = [
      '| | Rows | Pass | Turned red when broken | Not passed |',
      '| --- | --- | --- | --- | --- |',
      '| testing | 3 | 1 | 1 | `b`, `c` |',
    ].join('\n');
    expect(once).toBe(
      `# A\n${begin}\n2026-01-03: ${summary(three)}\n\n${proof(run)}\n\n${table}\n${end}\nrest\n`,
    );
    expect(withFigures(once, results)).toBe(once);
  });

  it.each(['# A', `${end} ${begin}`, begin])('without its marks is refused: %s', (readme) => {
    expect(() => withFigures(readme, resultsOf('2026-01-03', three, run))).toThrow('The README has no');
  });
});
