import { assert, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectKey, subjectOfKey } from '../../../../src/storage/sqlite/subject-key.ts';
import { propertyRuns } from '../../../helpers/property-runs.ts';

const anyString = string({
  unit: integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});

describe('the key of a subject', () => {
  it('gives back the very name', () => {
    const kept = property(anyString, (name) => {
      expect(subjectOfKey(subjectKey(name))).toBe(name);
    });
    expect(() => assert(kept, propertyRuns())).not.toThrow();
  });

  it('sorts as JavaScript sorts the names', () => {
    const kept = property(anyString, anyString, (one, two) => {
      const byName = one < two ? -1 : Number(one > two);
      expect(Buffer.compare(subjectKey(one), subjectKey(two))).toBe(byName);
    });
    expect(() => assert(kept, propertyRuns())).not.toThrow();
  });

  it('leaves the key as it was when it is read', () => {
    const kept = property(anyString, (name) => {
      const key = subjectKey(name);
      subjectOfKey(key);
      expect(key).toEqual(subjectKey(name));
    });
    expect(() => assert(kept, propertyRuns())).not.toThrow();
  });
});
