import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { preparePrivateFile } from './data-directory.ts';
import { toOpenError } from './open-error.ts';

/** Held until released, or until the process ends in any way: the operating system frees it. */
export interface DirectoryLock {
  release(): void;
}

/**
 * Makes this the only store on the directory, by a database of its own: the store's own file must stay open to
 * online backups.
 * @throws StoreOpenError 'in-use' when another store, in any process, holds it
 */
export function lockDirectory(directory: string): DirectoryLock {
  return lockFile(join(directory, 'schemagate.lock'));
}

/**
 * Locks a file, which is made for that purpose, by an exclusive transaction that is never committed.
 * @throws StoreOpenError 'in-use' when somebody, in any process, holds it
 */
export function lockFile(file: string): DirectoryLock {
  preparePrivateFile(file);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    // A write-protected file would be opened for reading and not be locked: the write finds out.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1;');
  } catch (error) {
    database?.close();
    throw toOpenError(file, error);
  }
  const held = database;
  return { release: () => held.close() };
}
