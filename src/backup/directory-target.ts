import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { timeOfName } from './backup-name.ts';
import { removeLeftovers } from './leftovers.ts';
import { type BackupTarget, newestFirst, type StoredBackup } from './target.ts';

const partial = '.schemagate-partial-';

/** Backups in a directory, which is made, for its owner alone, when it isn't there. */
export class DirectoryTarget implements BackupTarget {
  readonly location: string;

  constructor(directory: string) {
    this.location = directory;
  }

  /** In the directory itself, so that storing it is a rename. */
  async stagingFile(): Promise<string> {
    await mkdir(this.location, { recursive: true, mode: 0o700 });
    await removeLeftovers(this.location, partial);
    return join(this.location, partial + randomBytes(8).toString('hex'));
  }

  async store(staged: string, name: string): Promise<void> {
    await rename(staged, join(this.location, name));
    // The name is on disk when the directory is.
    const directory = await open(this.location);
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  }

  async list(): Promise<readonly StoredBackup[]> {
    const found: StoredBackup[] = [];
    for (const name of await this.#names()) {
      const createdAt = timeOfName(name);
      if (createdAt === undefined) continue;
      found.push({ name, createdAt, size: (await stat(join(this.location, name))).size });
    }
    return newestFirst(found);
  }

  async localFile(name: string): Promise<string> {
    const file = join(this.location, basename(name));
    const found = await stat(file).catch((error: unknown) => {
      if (isMissing(error)) throw new Error(`There is no backup ${file}`, { cause: error });
      throw error;
    });
    if (found.isDirectory()) throw new Error(`${file} is a directory; name a backup in it`);
    return file;
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.location, basename(name)));
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.location);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
