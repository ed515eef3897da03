import { expect, it } from 'vitest';
import { preferredCoding } from '../../src/plugins/content-coding.ts';

it.each([
  ['gzip', 'gzip'],
  ['gzip;q=1.0, br;q=1.0', 'br'],
  ['GZIP', 'gzip'],
  ['*', 'zstd'],
  ['zstd;q=0, *', 'br'],
  ['identity;q=1, br;q=0.5', undefined],
  ['identity;q=0', undefined],
  ['deflate, compress', undefined],
  ['', undefined],
  [',,;q=', undefined],
])('Accept-Encoding: %s is answered with %s', (header, coding) => {
  expect(preferredCoding(header)).toBe(coding);
});

it('many headers, and long ones, are read anew rather than kept for good', () => {
  for (let index = 0; index < 300; index++) expect(preferredCoding(`x${index}, br`)).toBe('br');
  expect(preferredCoding(`${'x, '.repeat(200)}gzip`)).toBe('gzip');
  expect(preferredCoding('x0, br')).toBe('br');
});
