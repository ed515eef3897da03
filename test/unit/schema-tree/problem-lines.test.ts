import { expect, it } from 'vitest';
import { withLines } from '../../../src/schema-tree/problem-lines.ts';
import { directoryOf } from '../../helpers/files.ts';

it('finds the line that a message names, and leaves alone what names none', async () => {
  const directory = directoryOf({ 's/1.json': '{\n"$ref":\n"a.json#/b"}' });
  const lineOf = async (reason: string, path = 's/1.json', line?: number) =>
    (await withLines([{ path, reason, line }], directory)).map((problem) => problem.line);
  const unresolved = (name: string) => `$ref is not defined: list it with the name "${name}"`;
  expect(await lineOf(`"$ref" must be a string at "#/$ref"`)).toEqual([2]);
  expect(await lineOf(`description:"A type at path '#/gone' is different'}`)).toEqual([1]);
  expect(await lineOf(unresolved('a.json'))).toEqual([3]);
  expect(await lineOf(unresolved('other.json'))).toEqual([undefined]);
  expect(await lineOf('unknown type at "other.json#/a"')).toEqual([undefined]);
  expect(await lineOf(unresolved('a.json'), 's/2.json')).toEqual([undefined]);
  expect(await lineOf(unresolved('a.json'), 's/1.json', 7)).toEqual([7]);
});
