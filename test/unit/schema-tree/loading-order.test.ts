import { expect, it } from 'vitest';
import { toVersion } from '../../../src/registry/version-id.ts';
import { loadingOrder } from '../../../src/schema-tree/loading-order.ts';

it.each([
  ['nothing', {}, []],
  ['by name, then version', { b: [[], []], a: [[]] }, ['b1', 'b2', 'a1']],
  ['what is referred to first', { a: [['b1']], b: [['c1']], c: [[]] }, ['c1', 'b1', 'a1']],
  ['only the versions needed', { a: [['b1']], b: [[], []] }, ['b1', 'a1', 'b2']],
  ['earlier versions of what is referred to', { a: [['b2']], b: [[], []] }, ['b1', 'b2', 'a1']],
  ['back and forth between versions', { a: [[], ['b1']], b: [['a1']] }, ['a1', 'b1', 'a2']],
  ['one referred to twice', { a: [['c1']], b: [['c1']], c: [[]] }, ['c1', 'a1', 'b1']],
  ['what is not in the tree', { a: [['z1']] }, ['a1']],
  ['a circle, in some order', { a: [['b1']], b: [['a1']] }, ['b1', 'a1']],
  ['one that refers to itself', { a: [['a1']] }, ['a1']],
])('orders %s', (_case, subjects: Record<string, string[][]>, expected) => {
  const versions = Object.entries(subjects).flatMap(([subject, each]) =>
    each.map((referred, index) => ({
      subject,
      version: toVersion(index + 1),
      references: referred.map((target) => ({
        name: target,
        subject: target.charAt(0),
        version: toVersion(Number(target.slice(1))),
      })),
    })),
  );
  expect(loadingOrder(versions).map(({ subject, version }) => `${subject}${version}`)).toEqual(expected);
});
