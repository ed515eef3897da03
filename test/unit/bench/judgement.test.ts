import { describe, expect, it } from 'vitest';
import { mixedRequests } from '../../../bench/data/mixed-requests.ts';
import { highestRate } from '../../../bench/load/highest-rate.ts';
import { roundsOfStarts } from '../../../bench/load/restarts.ts';
import { regressions } from '../../../bench/regressions.ts';
import type { Figure, Measured } from '../../../bench/results.ts';
import { soakProblems } from '../../../bench/soak/problems.ts';

describe('the search for the highest rate', () => {
  it.each([
    [0, 999],
    [1000, 1000],
    [5000, 5200],
    [128_000, 1_000_000],
  ])('finds %i when %i is the limit', async (found, limit) => {
    const rate = await highestRate(1000, 128_000, (asked) => Promise.resolve(asked <= limit));
    expect(rate).toBe(found);
  });
});

it('spreads rounds over starts, and measures no start without one', () => {
  expect([1, 2, 4, 8, 11].map(roundsOfStarts)).toEqual([
    [1],
    [1, 1],
    [1, 1, 1, 1],
    [2, 2, 2, 2],
    [3, 3, 3, 2],
  ]);
});

describe('the mixed workload', () => {
  const stored = { ids: [11, 12, 13], subject: (number: number) => `s${number}` };
  const requests = (seed: number) => Array.from({ length: 20_000 }, mixedRequests(stored, seed));

  it('is 90 % reads, 8 % checks and 2 % writes of new schemas', () => {
    const found = requests(1);
    const shareOf = (prefix: string) =>
      found.filter(({ path }) => path.startsWith(prefix)).length / found.length;
    expect(shareOf('/schemas/ids/')).toBeCloseTo(0.9, 2);
    expect(shareOf('/compatibility/')).toBeCloseTo(0.08, 2);
    const writes = found.filter(({ path }) => path.startsWith('/subjects/'));
    expect(writes.length / found.length).toBeCloseTo(0.02, 2);
    expect(new Set(writes.map(({ body }) => body)).size).toBe(writes.length);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(requests(7)).toEqual(requests(7));
    expect(requests(7)).not.toEqual(requests(8));
  });
});

describe('a soak', () => {
  const sample = (memory: number, failed = 0) => ({ requests: 10, failed, p99: 1, memory });

  it('may fill its caches at first', () => {
    expect(soakProblems([90, 150, 200, 205, 198, 202, 204, 199, 203].map((mib) => sample(mib)))).toEqual([]);
  });

  it('must not grow, fail or stand still', () => {
    const growing = [100, 120, 140, 160, 180, 200, 220, 240, 260].map((mib) => sample(mib));
    expect(soakProblems(growing)).toEqual(['memory grew from 180 to 240 MiB']);
    expect(soakProblems([sample(1), sample(1, 2), { ...sample(1), requests: 0 }])).toEqual([
      '2 requests failed',
      'nothing was answered in 1 samples',
    ]);
    expect(soakProblems([sample(1)])).toEqual(['1 samples are too few to judge by']);
  });
});

describe('beside the last recorded run', () => {
  const run = (...figures: readonly Figure[]): Measured[] => [{ title: 't', about: '', rows: [], figures }];
  const name = 'schema by id: CPU of bare Fastify with the same headers / ours';
  const figure = (value: number, called = name): Figure => ({ name: called, value, unit: 'ratio' });

  it('fails for a ratio to bare Fastify that fell by more than 15 %', () => {
    expect(regressions(run(figure(0.59)), run(figure(0.7)))).toEqual([
      `${name}: 0.59, and 0.70 when last recorded`,
    ]);
  });

  it('lets pass what fell by less, is new, or hangs on the machine', () => {
    const other = 'replicas: reads from bare Fastify per second, two / one';
    expect(regressions(run(figure(0.6), figure(1, other)), run(figure(0.7), figure(2, other)))).toEqual([]);
    expect(regressions(run(figure(0.1)), [])).toEqual([]);
  });

  it.each([
    'mixed workload: CPU of a read from bare Fastify / of a request of ours',
    'cold start: time of bare Fastify / of a later start of ours',
    'lookup: CPU of bare Fastify with the same answer / ours',
  ])('judges %s', (called) => {
    expect(regressions(run(figure(1, called)), run(figure(2, called)))).toHaveLength(1);
  });
});
