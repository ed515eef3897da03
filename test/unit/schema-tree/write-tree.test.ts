import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeTree } from '../../../src/schema-tree/write-tree.ts';
import { directoryOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const files = new Map([
  ['registry.yaml', 'lastId: 1\n'],
  ['a/1.json', '{}\n'],
  ['a/subject.yaml', '{}\n'],
]);

it('makes the directory and all files in it', async () => {
  const directory = join(temporaryDirectory(), 'new', 'tree');
  expect(await writeTree(directory, files)).toEqual({ files: 3, written: 3, removed: 0 });
  for (const [path, text] of files) expect(readFileSync(join(directory, path), 'utf8')).toBe(text);
});

it('writes again only what differs, and removes what a tree no longer has', async () => {
  const directory = directoryOf({
    ...Object.fromEntries(files),
    'a/2.json': 'gone',
    'b/1.avsc': 'gone',
    'b/subject.yaml': 'gone',
    'c/1.json': 'gone',
    'c/README.md': 'ours',
    'README.md': 'ours',
    '.git/1.json': 'ours',
  });
  writeFileSync(join(directory, 'a', '1.json'), '[]');
  const before = statSync(join(directory, 'registry.yaml')).mtimeMs;
  expect(await writeTree(directory, files)).toEqual({ files: 3, written: 1, removed: 4 });
  expect(statSync(join(directory, 'registry.yaml')).mtimeMs).toBe(before);
  expect(readdirSync(directory).sort()).toEqual(['.git', 'README.md', 'a', 'c', 'registry.yaml']);
  expect(readdirSync(join(directory, 'c'))).toEqual(['README.md']);
  expect(existsSync(join(directory, '.git', '1.json'))).toBe(true);
});

it('leaves a directory alone that holds something else', async () => {
  const directory = directoryOf({ 'data/1.json': '{}' });
  await expect(writeTree(directory, files)).rejects.toThrow('neither empty nor a tree');
  expect(readdirSync(directory)).toEqual(['data']);
  mkdirSync(join(directory, 'empty'));
  expect(await writeTree(join(directory, 'empty'), files)).toMatchObject({ written: 3 });
});
