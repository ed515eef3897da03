import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Group and everybody. */
const othersMayWrite = 0o022;

/**
 * Paths of a tree, `.` for its root, that others than their owner may write to: who can, can register schemas.
 * What lies on a read-only file system, as mounted config maps do, counts as safe; so does what can't be read.
 */
export async function loosePermissions(directory: string): Promise<readonly string[]> {
  const paths = ['.'];
  for (const folder of await visibleNames(directory)) {
    const names = await visibleNames(join(directory, folder));
    paths.push(folder, ...names.map((name) => join(folder, name)));
  }
  const loose = await Promise.all(paths.map((path) => isLoose(join(directory, path))));
  return paths.filter((_path, index) => loose[index]);
}

async function isLoose(path: string): Promise<boolean> {
  try {
    const { mode } = await stat(path);
    if ((mode & othersMayWrite) === 0) return false;
    await access(path, constants.W_OK);
    return true;
  } catch (error) {
    // This process may lack the right that others have.
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}

/** Empty for what is no directory. */
async function visibleNames(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => !name.startsWith('.')).sort();
}
