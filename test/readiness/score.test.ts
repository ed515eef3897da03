import { describe, expect, it } from 'vitest';
import { page, summary } from '../../readiness/page.ts';
import { fail, inconclusive, judged, pass, type Row } from '../../readiness/row.ts';
import { scoreOf } from '../../readiness/score.ts';

const row = (id: string, risk: Row['risk']): Row => ({
  id,
  risk,
  group: 'testing',
  title: `Title of ${id}`,
  source: 'here',
  probe: async () => pass('well'),
  breaks: () => ({}),
});
const three = [
  { row: row('a', 'critical'), ...pass('well | <b>') },
  { row: row('b', 'low'), ...fail('broken') },
  { row: row('c', 'high'), ...inconclusive('no tool') },
];

describe('the score', () => {
  it('weighs by risk, and leaves what could not be checked out of it', () => {
    const rows = three.map(({ row: { risk }, verdict, found }) => ({ risk, verdict, found }));
    expect(scoreOf(rows)).toEqual({ score: 80, checked: 62.5 });
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

it('the page has a table for each group, and the sum above it', () => {
  expect(summary(three)).toBe(
    'Score **80** of 100 on the 62.5 % of the weight that could be checked: 1 rows pass, 1 fail, 1 are inconclusive, 0 do not apply.',
  );
  expect(page(three)).toContain('## Testing\n\n| | Risk | Verdict | Found |');
  expect(page(three)).toContain('| Title of a | critical | pass | well \\| &lt;b> |');
});
