import { accessSync, constants, statfsSync } from 'node:fs';

/** More than all files that tests of one run have at a time. */
const needed = 2 * 1024 ** 3;

/**
 * A file system that is memory and has room for the files of a run; undefined when there is none. Tests make
 * thousands of small databases and wait for a disk with each commit, where they have nothing to lose.
 */
export function memoryDirectory(candidate = '/dev/shm', bytes = needed): string | undefined {
  try {
    accessSync(candidate, constants.W_OK);
    const { bavail, bsize } = statfsSync(candidate);
    return bavail * bsize >= bytes ? candidate : undefined;
  } catch {
    return undefined;
  }
}
