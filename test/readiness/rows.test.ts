import { expect, it } from 'vitest';
import { Candidate } from '../../readiness/candidate.ts';
import { isInstalled, judge, sabotage } from '../../readiness/judge.ts';
import { groups, pass, type Row } from '../../readiness/row.ts';
import { allRows } from '../../readiness/rows.ts';

const rows = await allRows();
const byId = (id: string) => {
  const row = rows.find((row) => row.id === id);
  if (row === undefined) throw new Error(`There is no row ${id}`);
  return row;
};
const row: Row = { ...byId('readme'), probe: async () => pass('well') };

it('every group has rows, each id is one row, and each row says how to break it', () => {
  expect(new Set(rows.map(({ group }) => group))).toEqual(new Set(groups));
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const row of rows) {
    const { settings = {}, edits = {} } = row.breaks();
    expect(Object.keys({ ...settings, ...edits })).not.toEqual([]);
  }
});

it.each(['readme', 'coverage', 'image', 'metrics-port', 'documented-settings', 'retry'])(
  'the row %s is green, and red once broken',
  async (id) => {
    await using candidate = new Candidate();
    expect(await judge(byId(id), candidate)).toMatchObject({ verdict: 'pass' });
    expect(await sabotage(byId(id))).toMatchObject({ verdict: 'fail', proven: true });
  },
);

it('a row that looks at a running service turns red with its settings', async () => {
  expect(await sabotage(byId('access-control'))).toMatchObject({ verdict: 'fail', proven: true });
});

it('an error is a failure, a missing tool inconclusive, and green after a sabotage is no proof', async () => {
  await using candidate = new Candidate();
  const thrown = { ...row, probe: () => Promise.reject(new Error('oh')) };
  expect(await judge(thrown, candidate)).toEqual({ verdict: 'fail', found: 'oh' });
  expect(await judge({ ...row, needs: ['no-such-tool', 'sh'] }, candidate)).toEqual({
    verdict: 'inconclusive',
    found: 'not installed: no-such-tool',
  });
  expect(isInstalled('sh')).toBe(true);
  expect(await sabotage(row)).toMatchObject({ verdict: 'pass', proven: false });
});

it('a sabotage that changes nothing is an error', () => {
  expect(() => new Candidate({ edits: { 'README.md': (text) => text } })).toThrow(
    'The sabotage of README.md changes nothing',
  );
});
