import { statfs } from 'node:fs/promises';

/** A file system, in bytes and in files. */
export interface Disk {
  /** Bytes that an ordinary user may still take. */
  readonly free: number;
  readonly size: number;
  readonly freeFiles: number;
  /** 0: the file system has no such bound. */
  readonly maxFiles: number;
  /** Number of its kind, see statfs(2). */
  readonly kind: number;
}

/** The file system that a path is on; undefined for one that is not there. */
export async function diskOf(path: string): Promise<Disk | undefined> {
  try {
    const { bavail, blocks, bsize, ffree, files, type } = await statfs(path);
    return { free: bavail * bsize, size: blocks * bsize, freeFiles: ffree, maxFiles: files, kind: type };
  } catch {
    return undefined;
  }
}
