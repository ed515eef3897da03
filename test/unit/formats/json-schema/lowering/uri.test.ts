import { describe, expect, test } from 'vitest';
import { resolveUri, splitFragment } from '../../../../../src/formats/json-schema/lowering/uri.ts';

describe('the examples of RFC 3986, section 5.4', () => {
  test.each([
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    [';x', 'http://a/b/c/;x'],
    ['g;x?y', 'http://a/b/c/g;x?y'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../g', 'http://a/g'],
    ['../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['..g', 'http://a/b/c/..g'],
    ['./../g', 'http://a/b/g'],
    ['g/./h', 'http://a/b/c/g/h'],
    ['g/../h', 'http://a/b/c/h'],
  ])('%j is %s', (reference, resolved) => {
    expect(resolveUri('http://a/b/c/d;p?q', reference)).toBe(resolved);
  });
});

test.each([
  ['', 'b.json', 'b.json'],
  ['', './b.json', 'b.json'],
  ['', '../b.json', 'b.json'],
  ['dir/a.json', 'b.json', 'dir/b.json'],
  ['dir/a.json', '', 'dir/a.json'],
  ['a.json', 'http://x/y', 'http://x/y'],
  ['http://x', 'y', 'http://x/y'],
  ['urn:a:b', 'urn:c:d', 'urn:c:d'],
])('from %j, %j is %j', (base, reference, resolved) => {
  expect(resolveUri(base, reference)).toBe(resolved);
});

test.each([
  ['a#b', 'a', 'b'],
  ['a', 'a', ''],
  ['#', '', ''],
  ['#/a%20b', '', '/a b'],
  ['#/100%', '', '/100%'],
])('%j is split into %j and %j', (reference, uri, fragment) => {
  expect(splitFragment(reference)).toEqual({ uri, fragment });
});
