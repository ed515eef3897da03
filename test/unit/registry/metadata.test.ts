import { describe, expect, it } from 'vitest';
import {
  canonicalMetadata,
  mergeMetadata,
  property,
  reservedFieldsOf,
  withoutVersionProperty,
  withProperty,
} from '../../../src/registry/metadata.ts';

describe('canonical metadata', () => {
  it('sorts keys and sets by code units and leaves empty parts out', () => {
    const canonical = canonicalMetadata({
      tags: { b: ['z', 'a', 'z'], a: ['x'] },
      properties: { é: '1', Z: '2', a: '3' },
      sensitive: [],
    });
    expect(JSON.stringify(canonical)).toBe(
      '{"tags":{"a":["x"],"b":["a","z"]},"properties":{"Z":"2","a":"3","é":"1"}}',
    );
  });

  it('keeps a property named __proto__ as a property', () => {
    const given = JSON.parse('{"properties":{"__proto__":"x"}}');
    expect(JSON.stringify(canonicalMetadata(given))).toBe('{"properties":{"__proto__":"x"}}');
    expect(property(canonicalMetadata(given), '__proto__')).toBe('x');
    expect(property(canonicalMetadata({}), 'toString')).toBeUndefined();
  });
});

describe('merging metadata', () => {
  it('lets the upper win for properties and joins tags and sensitive names', () => {
    const merged = mergeMetadata(
      { tags: { a: ['1'] }, properties: { p: 'under', q: 'kept' }, sensitive: ['p'] },
      { tags: { a: ['2'], b: ['3'] }, properties: { p: 'over' }, sensitive: ['q'] },
    );
    expect(merged).toEqual({
      tags: { a: ['1', '2'], b: ['3'] },
      properties: { p: 'over', q: 'kept' },
      sensitive: ['p', 'q'],
    });
  });

  it('answers the only one given, or nothing', () => {
    const some = { properties: { a: '1' } };
    expect(mergeMetadata(some, undefined)).toBe(some);
    expect(mergeMetadata(undefined, some)).toBe(some);
    expect(mergeMetadata(undefined, undefined)).toBeUndefined();
    expect(mergeMetadata({}, some)).toEqual(some);
  });
});

describe('the version mark', () => {
  it('is set among other properties and left out for look-ups', () => {
    const marked = withProperty({ properties: { a: '1' } }, 'confluent:version', '7');
    expect(marked).toEqual({ properties: { a: '1', 'confluent:version': '7' } });
    expect(withoutVersionProperty(marked)).toEqual({ properties: { a: '1' } });
    expect(withoutVersionProperty(withProperty(undefined, 'confluent:version', '1'))).toBeUndefined();
    expect(withoutVersionProperty(undefined)).toBeUndefined();
  });
});

describe('reserved fields', () => {
  it('come from a comma list', () => {
    expect(reservedFieldsOf({ properties: { 'confluent:reserved': ' a, b,,c ' } })).toEqual(['a', 'b', 'c']);
    expect(reservedFieldsOf(undefined)).toEqual([]);
  });
});
