import { expect, it } from 'vitest';
import { coverageMisses } from '../../../../scripts/tests/coverage-misses.ts';

it('names what lies below its threshold, or is missing', () => {
  const total = { lines: { pct: 95 }, branches: { pct: 94.99 }, functions: { pct: 'Unknown' } };
  expect(coverageMisses(total, { lines: 95 })).toEqual([]);
  expect(coverageMisses(total, { lines: 95, branches: 95, functions: 95, statements: 95 })).toEqual([
    'branches 94.99 %, below 95 %',
    'functions Unknown %, below 95 %',
    'statements undefined %, below 95 %',
  ]);
});
