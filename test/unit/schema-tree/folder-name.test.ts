import { expect, it } from 'vitest';
import { folderNames, subjectOfFolder } from '../../../src/schema-tree/folder-name.ts';

it.each([
  ['orders.order-placed-value', 'orders.order-placed-value'],
  ['Orders_1', 'Orders_1'],
  ['a/b:ü 100%', 'a%2Fb%3A%C3%BC%20100%25'],
  ["a!b'c(d)e*f~g", 'a%21b%27c%28d%29e%2Af%7Eg'],
  ['..', '%2E%2E'],
  ['.hidden', '%2Ehidden'],
  ['dot.', 'dot%2E'],
  ['con', '%63on'],
  ['NUL.x', '%4EUL.x'],
  ['console', 'console'],
  ['registry.yaml', '%72egistry.yaml'],
  ['Registry.YAML', '%52egistry.YAML'],
])('%j lies in the folder %s', (subject, folder) => {
  expect(folderNames([subject]).get(subject)).toBe(folder);
  expect(subjectOfFolder(folder)).toBe(subject);
});

it('encodes capital letters of names that a case-insensitive file system takes for one', () => {
  expect([...folderNames(['aB', 'ab', 'AB%', 'C'])]).toEqual([
    ['aB', 'a%42'],
    ['ab', 'ab'],
    ['AB%', 'AB%25'],
    ['C', 'C'],
  ]);
});

it.each(['', '\ud800', 'x'.repeat(201), 'ü'.repeat(40)])('gives %j a digest for a folder', (subject) => {
  expect(folderNames([subject]).get(subject)).toMatch(/^subject-[0-9a-f]{32}$/);
});

it('takes no folder for a subject whose name is not percent-encoded', () => {
  expect(subjectOfFolder('100%')).toBeUndefined();
  expect(subjectOfFolder('%FF')).toBeUndefined();
});
