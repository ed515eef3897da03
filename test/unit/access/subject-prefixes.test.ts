import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SubjectPrefixes } from '../../../src/access/subject-prefixes.ts';
import { compareCodeUnits } from '../../../src/registry/order.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

/** Short names of few letters, one of them beyond 16 bits, so that prefixes often meet. */
const name = fc
  .array(fc.constantFrom('a', 'b', '-', '\u{1F600}', '￿'), { maxLength: 4 })
  .map((letters) => letters.join(''));

it('holds the names that begin with one of the prefixes, and no others', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 6 }), name, (prefixes, subject) => {
      const expected = prefixes.some((prefix) => subject.startsWith(prefix));
      expect(new SubjectPrefixes(prefixes).has(subject)).toBe(expected);
    }),
    propertyRuns(),
  );
});

it('keeps prefixes in order, and none that another covers', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 6 }), (given) => {
      const { prefixes } = new SubjectPrefixes(given);
      expect(prefixes).toEqual([...prefixes].sort(compareCodeUnits));
      for (const one of prefixes) expect(prefixes.filter((other) => one.startsWith(other))).toEqual([one]);
      expect(prefixes.every((prefix) => given.includes(prefix))).toBe(true);
    }),
    propertyRuns(),
  );
});

it('is narrowed to a prefix without losing or gaining a name', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 6 }), name, name, (given, prefix, subject) => {
      const own = new SubjectPrefixes(given);
      const narrowed = own.within(prefix).some((part) => subject.startsWith(part));
      expect(narrowed).toBe(own.has(subject) && subject.startsWith(prefix));
    }),
    propertyRuns(),
  );
});

it('knows all and none', () => {
  expect(SubjectPrefixes.all).toMatchObject({ isAll: true, isEmpty: false });
  expect(SubjectPrefixes.none).toMatchObject({ isAll: false, isEmpty: true });
  expect(new SubjectPrefixes(['a', ''])).toMatchObject({ isAll: true, prefixes: [''] });
});
