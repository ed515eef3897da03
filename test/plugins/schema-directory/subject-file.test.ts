import { expect, it } from 'vitest';
import { parseSubjectFile } from '../../../src/plugins/schema-directory/subject-file.ts';

it('reads the level and the references of each version', () => {
  const text = `
compatibility: FULL
versions:
  2:
    references:
      - { name: address.json, subject: common.address, version: 3 }
  3:
  4: {}
`;
  expect(parseSubjectFile(text)).toEqual({
    compatibility: 'FULL',
    references: new Map([
      [2, [{ name: 'address.json', subject: 'common.address', version: 3 }]],
      [3, []],
      [4, []],
    ]),
  });
});

it.each(['', '# nothing yet\n', '{}', 'versions:\n'])('takes %j as saying nothing', (text) => {
  expect(parseSubjectFile(text)).toEqual({ references: new Map() });
});

it.each([
  ['a: [', /^Not valid YAML: /],
  ['- a', /^The file must be a mapping$/],
  ['text', /^The file must be a mapping$/],
  ['compatability: FULL', /unknown key "compatability"; known are compatibility, versions$/],
  ['compatibility: 7', /^compatibility must be text$/],
  ['compatibility: ""', /^compatibility must be text$/],
  ['versions: [1]', /^versions must be a mapping$/],
  ['versions: { latest: {} }', /^versions.latest must be a version from 1$/],
  ['versions: { 0: {} }', /^versions.0 must be a version from 1$/],
  ['versions: { 1: { refs: [] } }', /^versions.1 has the unknown key "refs"/],
  ['versions: { 1: { references: {} } }', /^versions.1.references must be a list$/],
  ['versions: { 1: { references: [7] } }', /^versions.1.references\[0\] must be a mapping$/],
  [
    'versions: { 1: { references: [{ subject: a, version: 1 }] } }',
    /^versions.1.references\[0\].name must be text$/,
  ],
  [
    'versions: { 1: { references: [{ name: a, subject: a, version: -1 }] } }',
    /^versions.1.references\[0\].version must be a version from 1$/,
  ],
])('refuses %j and says why', (text, reason) => {
  expect(() => parseSubjectFile(text)).toThrow(reason);
});

it('does not expand a file made to grow without bounds', () => {
  const levels = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => {
    const under = String.fromCodePoint(97 + index);
    return `${name}: &${name} [${`*${under},`.repeat(9)}]`;
  });
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...levels].join('\n');
  expect(() => parseSubjectFile(bomb)).toThrow(/alias/i);
});
