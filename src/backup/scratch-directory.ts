import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftovers } from './leftovers.ts';

const prefix = 'schemagate-scratch-';

/** Gives the work a directory of its own in `parent`, for its owner alone, that is gone when the work ends. */
export async function withScratchDirectory<T>(
  parent: string,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeLeftovers(parent, prefix);
  const directory = await mkdtemp(join(parent, prefix));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
