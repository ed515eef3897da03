import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Group and everybody. */
const othersMayWrite = 0o022;

/**
 * Paths of a tree, `.` for its root, that others than their owner may write to: who can, can register schemas.
 * What lies on a read-only file system, as mounted config maps do, counts as safe; so does what can't be read.
 */
export async function loosePermissions(directory: string): Promise<readonly string[]> {
  const loose: string[] = [];
  const visit = async (path: string, depth: number): Promise<void> => {
    const full = join(directory, path);
    const { mode, isDirectory } = await stat(full).then((found) => ({
      mode: found.mode,
      isDirectory: found.isDirectory(),
    }));
    if ((mode & othersMayWrite) !== 0 && !(await isReadOnly(full))) loose.push(path);
    if (!isDirectory || depth === 0) return;
    for (const name of (await readdir(full)).sort()) {
      if (!name.startsWith('.')) await visit(join(path, name), depth - 1).catch(() => undefined);
    }
  };
  await visit('.', 2).catch(() => undefined);
  return loose;
}

async function isReadOnly(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS';
  }
}
