import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BrokenTree } from '../../readiness/broken-tree.ts';
import { Candidate } from '../../readiness/candidate.ts';
import { isInstalled, judge, outcomeOf, sabotage } from '../../readiness/judge.ts';
import { fail, groups, pass, type Row } from '../../readiness/row.ts';
import { allRows } from '../../readiness/rows.ts';
import { directoryOf } from '../helpers/files.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

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

it('every sabotage changes what there is', () => {
  const idle = rows.flatMap((row) =>
    Object.entries(row.breaks().edits ?? {})
      .filter(([path, edit]) => edit(readFileSync(path, 'utf8')) === readFileSync(path, 'utf8'))
      .map(([path]) => `${row.id} of ${path}`),
  );
  expect(idle).toEqual([]);
});

it.each(['readme', 'coverage', 'image', 'metrics-port', 'documented-settings', 'retry'])(
  'the row %s is green, and red once broken',
  async (id) => {
    await using candidate = new Candidate();
    expect(await judge(byId(id), candidate)).toMatchObject({ verdict: 'pass' });
    expect(await sabotage(byId(id))).toMatchObject({ outcome: 'turned red' });
  },
);

it('a row that looks at a running service turns red with its settings', async () => {
  expect(await sabotage(byId('access-control'))).toMatchObject({ outcome: 'turned red' });
});

it('a service that does not start proves nothing, unless the row foretells that', async () => {
  const asking: Row = {
    ...row,
    async probe(candidate) {
      await candidate.service();
      return pass('it starts');
    },
    breaks: () => ({ settings: { PORT: 'none' }, reason: /PORT is "none"/ }),
  };
  expect(await sabotage(asking)).toMatchObject({ outcome: 'no start' });
  const foretold = () => ({ ...asking.breaks(), refusedStart: true as const });
  expect(await sabotage({ ...asking, breaks: foretold })).toMatchObject({ outcome: 'turned red' });
});

it('tells what a finding after a sabotage proves', () => {
  const wanted = { reason: /^ill$/ };
  expect(outcomeOf(fail('ill'), wanted, false)).toBe('turned red');
  expect(outcomeOf(fail('ill'), wanted, true)).toBe('no start');
  expect(outcomeOf(fail('other'), wanted, false)).toBe('wrong reason');
  expect(outcomeOf(fail('ill'), { ...wanted, refusedStart: true }, false)).toBe('wrong reason');
  expect(outcomeOf({ ...fail('ill'), late: true }, wanted, false)).toBe('too late');
  expect(outcomeOf(pass('ill'), wanted, false)).toBe('stayed green');
});

it('an error is a failure, a missing tool inconclusive, and what gives no answer is late', async () => {
  await using candidate = new Candidate();
  const thrown = { ...row, probe: () => Promise.reject(new Error('oh')) };
  expect(await judge(thrown, candidate)).toEqual({ verdict: 'fail', found: 'oh' });
  expect(await judge({ ...row, needs: ['no-such-tool', 'sh'] }, candidate)).toEqual({
    verdict: 'inconclusive',
    found: 'not installed: no-such-tool',
  });
  const silent = { ...row, deadlineMs: 1, probe: () => new Promise<never>(() => undefined) };
  expect(await judge(silent, candidate)).toEqual({
    verdict: 'fail',
    found: 'no answer within 1 ms',
    late: true,
  });
  expect(isInstalled('sh')).toBe(true);
  expect(await sabotage(row)).toMatchObject({ outcome: 'stayed green' });
});

it('tells a setting with which it starts from one with which it does not', async () => {
  await using candidate = new Candidate();
  expect(await candidate.starts({ PORT: 'none' })).toBe(false);
  expect(candidate.failedStarts).toBe(0);
});

it('a sabotage that changes nothing proves nothing', async () => {
  const idle = () => ({ edits: { 'README.md': (text: string) => text }, reason: /./ });
  expect(await sabotage({ ...row, breaks: idle })).toMatchObject({ outcome: 'wrong reason' });
  expect(() => new Candidate({ edits: { 'README.md': (text) => text } })).toThrow(
    'The sabotage of README.md changes nothing',
  );
});

it('a tree is broken and mended again and again, and only copied where it is', () => {
  const from = directoryOf({ 'a/one': '1', 'a/two': '2', 'b/three': '3' });
  const tree = new BrokenTree(from, join(temporaryDirectory(), 'tree'));
  const text = (path: string) => readFileSync(join(tree.root, path), 'utf8');
  tree.break({ 'a/one': () => 'broken', 'a/two': () => undefined });
  expect(text('a/one')).toBe('broken');
  expect(existsSync(join(tree.root, 'a/two'))).toBe(false);
  expect(lstatSync(join(tree.root, 'b')).isSymbolicLink()).toBe(true);
  tree.mend();
  tree.break({ 'b/three': () => 'broken' });
  expect([text('a/one'), text('a/two'), text('b/three')]).toEqual(['1', '2', 'broken']);
  expect(readFileSync(join(from, 'b/three'), 'utf8')).toBe('3');
});
