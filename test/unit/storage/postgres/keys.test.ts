import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { compareCodeUnits } from '../../../../src/registry/order.ts';
import { globalScope, subjectScope } from '../../../../src/registry/settings.ts';
import type { GuardScope } from '../../../../src/registry/store.ts';
import { scopeKey, scopeName, settingsScopeOf } from '../../../../src/storage/postgres/scope-key.ts';
import { endOfPrefix, subjectKey, subjectOfKey } from '../../../../src/storage/postgres/subject-key.ts';
import { propertyRuns } from '../../../helpers/property-runs.ts';

const anyString = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});

describe('the key of a subject', () => {
  it('is of it alone', () => {
    expect.hasAssertions();
    const same = fc.property(anyString, (name) => {
      expect(subjectOfKey(subjectKey(name))).toBe(name);
    });
    fc.assert(same, propertyRuns());
  });

  it('sorts as names do', () => {
    expect.hasAssertions();
    const sorts = fc.property(anyString, anyString, (a, b) => {
      expect(subjectKey(a).compare(subjectKey(b))).toBe(compareCodeUnits(a, b));
    });
    fc.assert(sorts, propertyRuns());
  });

  it('lies between a prefix and its end exactly when the name has it', () => {
    expect.hasAssertions();
    const lies = fc.property(anyString, anyString, (prefix, name) => {
      const end = endOfPrefix(prefix);
      for (const each of [name, prefix + name]) {
        const key = subjectKey(each);
        const within = key.compare(subjectKey(prefix)) >= 0 && (end === undefined || key.compare(end) < 0);
        expect(within).toBe(each.startsWith(prefix));
      }
    });
    fc.assert(lies, propertyRuns());
  });

  it.each([
    ['', undefined],
    ['\uffff\uffff', undefined],
    ['a', 'b'],
    ['a\uffff', 'b'],
  ])('of a name with the prefix %j lies below %j', (prefix, end) => {
    expect(endOfPrefix(prefix)).toEqual(end === undefined ? undefined : subjectKey(end));
  });
});

describe('the key of a scope', () => {
  it('is of it alone, and of its referrers', () => {
    expect.hasAssertions();
    const same = fc.property(anyString, (subject) => {
      const scopes: GuardScope[] = [globalScope, subjectScope(subject), { kind: 'referrers', subject }];
      const [ofAll = Buffer.of(), own = Buffer.of(), ofReferrers] = scopes.map((scope) => scopeKey(scope));
      expect(settingsScopeOf(own)).toEqual(subjectScope(subject));
      expect(ofReferrers).toEqual(own);
      expect(settingsScopeOf(ofAll)).toEqual(globalScope);
      expect(ofAll.compare(own)).toBe(-1);
      expect(new Set(scopes.map((scope) => scopeName(scope))).size).toBe(3);
    });
    fc.assert(same, propertyRuns());
  });
});
