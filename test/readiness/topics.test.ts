import { expect, it } from 'vitest';
import { groups } from '../../readiness/row.ts';
import { allRows } from '../../readiness/rows.ts';
import { topics } from './topics.ts';

const ids = (await allRows()).map(({ id }) => id);
const covering = Object.values(topics).flatMap((group) => Object.values(group));

it('each topic of each group has rows that are there', () => {
  expect(Object.keys(topics)).toEqual([...groups]);
  expect(covering.filter((rows) => rows.length === 0)).toEqual([]);
  expect(covering.flat().filter((id) => !ids.includes(id))).toEqual([]);
});

it('each row is about a topic', () => {
  const known = new Set(covering.flat());
  expect(ids.filter((id) => !known.has(id))).toEqual([]);
});
