import { expect, it } from 'vitest';
import { describeError } from '../../../src/plugins/errors/describe-error.ts';
import { ErrorGroups } from '../../../src/plugins/errors/error-groups.ts';

it('keeps a bounded number of groups, those seen last', () => {
  let time = 0;
  const groups = new ErrorGroups(() => (time += 1000));
  const error = new Error('never shown');
  const answer = describeError(error);
  groups.add(error, answer, '/again', 'r1');
  for (let n = 0; n < 199; n += 1) groups.add('text', answer, `/route/${n}`, `r${n}`);
  groups.add(error, answer, '/again', 'r2');
  for (let n = 0; n < 100; n += 1) groups.add(error, answer, `/more/${n}`, 'r');
  const list = groups.list();
  expect(list).toHaveLength(200);
  expect(list.find(({ route }) => route === '/again')).toMatchObject({
    count: 2,
    requestId: 'r2',
    firstSeen: '1970-01-01T00:00:01.000Z',
    lastSeen: '1970-01-01T00:03:21.000Z',
  });
  expect(list.some(({ route }) => route === '/route/0')).toBe(false);
  expect(new Set(list.map(({ fingerprint }) => fingerprint)).size).toBe(200);
  expect(list.find(({ route }) => route === '/route/198')).not.toHaveProperty('frame');
  expect(JSON.stringify(list)).not.toContain('never shown');
});

it('tells one kind from another by the place in the code, whatever its line', () => {
  const groups = new ErrorGroups(() => 0);
  const at = (place: string) =>
    Object.assign(new TypeError('x'), { stack: `TypeError: x\n    at f (${place})` });
  for (const place of ['/app/src/a.ts:1:2', '/app/src/a.ts:9:9', '/app/src/b.ts:1:2', 'node:fs:1:2'])
    groups.add(at(place), describeError(at(place)), '/', 'r');
  expect(groups.list().map(({ frame, count }) => [frame, count])).toEqual([
    [undefined, 1],
    ['src/b.ts:1', 1],
    ['src/a.ts:1', 2],
  ]);
});
