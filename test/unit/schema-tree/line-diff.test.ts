import { expect, it } from 'vitest';
import { lineDiff } from '../../../src/schema-tree/line-diff.ts';

const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => String(from + n));

it('marks what was added and taken away, with two lines around each change', () => {
  const before = lines(1, 20);
  const after = [...before.slice(0, 4), 'five', ...before.slice(5, 15), ...before.slice(16), '21'];
  expect(lineDiff(before.join('\n'), after.join('\n'))).toEqual([
    ' …',
    ' 3',
    ' 4',
    '-5',
    '+five',
    ' 6',
    ' 7',
    ' …',
    ' 14',
    ' 15',
    '-16',
    ' 17',
    ' 18',
    ' 19',
    ' 20',
    '+21',
  ]);
  expect(lineDiff('same\ntext', 'same\ntext')).toEqual([' …']);
});

it('gives up on long texts', () => {
  const long = lines(1, 1001).join('\n');
  expect(lineDiff(long, long)).toBeUndefined();
});
