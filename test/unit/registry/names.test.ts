import { describe, expect, it } from 'vitest';
import {
  longestSubject,
  namePrefix,
  normalizeSubject,
  settingsScope,
  writableSubject,
} from '../../../src/registry/subject-name.ts';
import { parseVersion } from '../../../src/registry/version-id.ts';

describe('a version in a path', () => {
  it.each(['latest', 'LATEST', ' latest ', '-1'])('%j is the latest', (text) => {
    expect(parseVersion(text)).toBe('latest');
  });

  it.each([
    ['1', 1],
    ['2147483647', 2_147_483_647],
    ['+7', 7],
    ['007', 7],
  ])('%j is %i', (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });

  it.each(['0', '-2', '2147483648', 'abc', '', '1.0', '1e3', '0x1', '99999999999'])('%j is none', (text) => {
    expect(() => parseVersion(text)).toThrow(expect.objectContaining({ code: 42202, status: 422 }));
    expect(() => parseVersion(text)).toThrow(`The specified version '${text}' is not a valid version id.`);
  });
});

describe('a subject', () => {
  it.each(['orders-value', 'a/b', 'ünï', '', ' ', ':', '{"a":1}', '__proto__'])(
    'may be called %j',
    (name) => {
      expect(writableSubject(name)).toBe(name);
    },
  );

  it('has at most 1200 characters', () => {
    const longest = 'x'.repeat(longestSubject);
    expect(writableSubject(longest)).toBe(longest);
    expect(() => writableSubject(`${longest}x`)).toThrow(
      expect.objectContaining({ code: 42208, status: 422 }),
    );
    expect(() => writableSubject(`${longest}x`)).toThrow('it has 1201 characters, at most 1200 are allowed');
  });

  it.each([
    ['a\u0000b', 'Leave control characters out.'],
    ['tab\t', 'Leave control characters out.'],
    ['\u007f', 'Leave control characters out.'],
    ['\u0085', 'Leave control characters out.'],
    ['__GLOBAL', 'That name is reserved: take another.'],
    ['__EMPTY', 'That name is reserved: take another.'],
    [':.ctx:a', 'There is the default context alone: leave the context out.'],
    ['\ud800', 'It holds half of a surrogate pair.'],
  ])('may not be called %j', (name, reason) => {
    const message = `The specified subject '${name}' is not a valid. ${reason}`;
    expect(() => writableSubject(name)).toThrow(expect.objectContaining({ code: 42208, message }));
  });

  it('is the same with the prefix of the default context', () => {
    expect(normalizeSubject(':.:orders')).toBe('orders');
    expect(writableSubject(':.:orders')).toBe('orders');
  });
});

describe('settings', () => {
  it.each([undefined, ':.:', ':.'])('of %j are the global ones', (name) => {
    expect(settingsScope(name)).toEqual({ kind: 'global' });
  });

  it('of a subject are its own', () => {
    expect(settingsScope('orders')).toEqual({ kind: 'subject', subject: 'orders' });
  });
});

describe('a subject prefix', () => {
  it.each([
    ['', ''],
    [':*:', ''],
    [':.:ord', 'ord'],
    ['ord', 'ord'],
    [':.other:', undefined],
  ])('%j compares with %j', (given, compared) => {
    expect(namePrefix(given)).toBe(compared);
  });
});
