import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { memoryDirectory } from '../../run/memory-directory.ts';

it('is the directory when there is room in it', () => {
  const directory = temporaryDirectory();
  expect(memoryDirectory(directory, 1)).toBe(directory);
});

it('is none where there is no room, or nothing', () => {
  const directory = temporaryDirectory();
  expect(memoryDirectory(directory, Number.MAX_SAFE_INTEGER)).toBeUndefined();
  expect(memoryDirectory(join(directory, 'missing'), 1)).toBeUndefined();
});
