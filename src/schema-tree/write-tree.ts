import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseVersionFileName, registryFileName, subjectFileName } from './model.ts';

/** How many files there are now, and how many of them were written and removed. */
export interface WrittenTree {
  readonly files: number;
  readonly written: number;
  readonly removed: number;
}

/**
 * Makes a directory hold these files, by path below it: files of a tree that are no longer in it go, others
 * such as a README stay, and a file that is right already is left alone.
 * @throws Error when the directory holds something that is not a tree
 */
export async function writeTree(directory: string, files: ReadonlyMap<string, string>): Promise<WrittenTree> {
  await mkdir(directory, { recursive: true });
  const before = await readdir(directory);
  if (before.length > 0 && !before.includes(registryFileName)) {
    throw new Error(
      `${directory} is neither empty nor a tree written before: it has files but no ${registryFileName}`,
    );
  }
  let removed = 0;
  for (const path of await treeFiles(directory, before)) {
    if (files.has(path)) continue;
    await rm(join(directory, path));
    removed += 1;
    await removeIfEmpty(join(directory, dirname(path)));
  }
  let written = 0;
  for (const [path, text] of files) {
    if (await holds(join(directory, path), text)) continue;
    await mkdir(join(directory, dirname(path)), { recursive: true });
    await writeFile(join(directory, path), text);
    written += 1;
  }
  return { files: files.size, written, removed };
}

/** Files of the folders that a tree may have. */
async function treeFiles(directory: string, folders: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders.filter((name) => !name.startsWith('.'))) {
    if (!(await stat(join(directory, folder))).isDirectory()) continue;
    const names = await readdir(join(directory, folder));
    const own = names.filter((name) => name === subjectFileName || parseVersionFileName(name) !== undefined);
    found.push(...own.map((name) => `${folder}/${name}`));
  }
  return found;
}

async function holds(path: string, text: string): Promise<boolean> {
  try {
    return (await readFile(path)).equals(Buffer.from(text));
  } catch {
    return false;
  }
}

async function removeIfEmpty(directory: string): Promise<void> {
  if ((await readdir(directory)).length === 0) await rmdir(directory);
}
