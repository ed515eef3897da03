import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expired } from '../../../src/backup/retention.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const now = new Date('2026-11-24T12:00:00Z');
const daysAgo = (days: number) => ({ days, createdAt: new Date(now.getTime() - days * 86_400_000) });
const backups = [daysAgo(3), daysAgo(0), daysAgo(40), daysAgo(1), daysAgo(7)];
const agesOf = (found: readonly { days: number }[]) => found.map(({ days }) => days);

describe('retention', () => {
  it.for([
    [{ count: 0, days: 0 }, []],
    [{ count: 2, days: 0 }, [3, 7, 40]],
    [{ count: 9, days: 0 }, []],
    [{ count: 0, days: 3 }, [7, 40]],
    [{ count: 4, days: 2 }, [3, 7, 40]],
    [{ count: 1, days: 30 }, [1, 3, 7, 40]],
  ] as const)('of %o lets go of those made so many days ago: %o', ([policy, ages]) => {
    expect(agesOf(expired(backups, policy, now))).toEqual(ages);
  });

  it('keeps the newest however old it is, and has nothing to remove of none', () => {
    expect(agesOf(expired([daysAgo(400), daysAgo(500)], { count: 1, days: 1 }, now))).toEqual([500]);
    expect(expired([], { count: 1, days: 1 }, now)).toEqual([]);
  });

  it('keeps neither more than asked for nor less than one', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 100 }));
    const keepsRight = fc.property(ages, fc.nat({ max: 5 }), fc.nat({ max: 50 }), (ages, count, days) => {
      const all = ages.map(daysAgo);
      const gone = new Set(expired(all, { count, days }, now));
      const kept = all.filter((backup) => !gone.has(backup));
      const enough = kept.length >= Math.min(1, all.length);
      const few = count === 0 || kept.length <= Math.max(1, count);
      const young = days === 0 || kept.length < 2 || Math.max(...agesOf(kept)) <= days;
      return enough && few && young;
    });
    expect(() => fc.assert(keepsRight, propertyRuns())).not.toThrow();
  });
});
