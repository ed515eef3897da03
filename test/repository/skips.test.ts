import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { skips } from './skips.ts';

const marks =
  /\.(?:skip|skipIf|runIf|todo|only|fails)\b(?:\((?!['"`])[^)]*\))?|\b(?:xit|xdescribe|ctx\.skip)\b/g;

function marksIn(text: string): string[] {
  return [...text.matchAll(marks)].map(([mark]) => mark);
}

it('gives a reason for every test that may not run', () => {
  const found = globSync('test/**/*.ts')
    .filter((path) => !path.startsWith('test/repository/skips'))
    .flatMap((path) => marksIn(readFileSync(path, 'utf8')).map((mark) => `${path} ${mark}`));
  expect(found.toSorted((a, b) => a.localeCompare(b))).toEqual(
    Object.keys(skips).toSorted((a, b) => a.localeCompare(b)),
  );
});

it.each([
  ["it.skip('later', work)", '.skip'],
  ["describe.skipIf(root())('x', work)", '.skipIf(root()'],
  ["it.todo('x')", '.todo'],
  ["it.only('x', work)", '.only'],
  ["it.runIf(linux)('x', work)", '.runIf(linux)'],
])('finds %s', (text, mark) => {
  expect(marksIn(text)).toEqual([mark]);
});
