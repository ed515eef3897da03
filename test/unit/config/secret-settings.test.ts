import { expect, it } from 'vitest';
import { secretValues } from '../../../src/config/secret-settings.ts';

it.each([
  ['one-value', ['one-value']],
  ['newest-key older-key', ['newest-key', 'older-key']],
  ['short', []],
  ['postgres://me:pass%20word@h.test/x', ['postgres://me:pass%20word@h.test/x', 'pass%20word', 'pass word']],
  [
    'postgres://me:pass%zzword@h.test/x',
    ['postgres://me:pass%zzword@h.test/x', 'pass%zzword', 'pass%zzword'],
  ],
  ['[{"name":"innocent","secrets":["whsec_1",7],"token":"t-0123"}]', ['whsec_1', 't-0123']],
  ['12345678', ['12345678']],
])('finds what is secret in %s', (SOME, found) => {
  expect(secretValues({ SOME, SOME_FILE: '', OTHER: 'not secret' })).toEqual(found);
  expect(secretValues({ SOME: 7, SOME_FILE: '' })).toEqual([]);
});
