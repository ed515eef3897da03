import { expect, it } from 'vitest';
import { ReadAside } from '../../../src/registry/read-aside.ts';

/** A memory that knows one thing, and one beside it. */
function memories() {
  const entries = new Map([['known', 1]]);
  const weights: number[] = [];
  const shared = {
    get: (key: string) => entries.get(key),
    set(key: string, value: number, weight: number) {
      entries.set(key, value);
      weights.push(weight);
    },
  };
  return { entries, weights, aside: new ReadAside<number>(shared) };
}

it('knows what the shared memory knows, and what was read beside it', () => {
  const { aside } = memories();
  aside.set('new', 2, 10);
  expect([aside.get('known'), aside.get('new'), aside.get('else')]).toEqual([1, 2, undefined]);
});

it('shares what was read when told to, and not before', () => {
  const { entries, weights, aside } = memories();
  aside.set('new', 2, 10);
  expect([...entries]).toEqual([['known', 1]]);
  aside.share();
  expect([[...entries], weights]).toEqual([
    [
      ['known', 1],
      ['new', 2],
    ],
    [10],
  ]);
});

it('forgets what was read beside, and nothing else', () => {
  const { entries, aside } = memories();
  aside.set('new', 2, 10);
  aside.forget();
  aside.share();
  expect([aside.get('known'), aside.get('new'), entries.size]).toEqual([1, undefined, 1]);
});
