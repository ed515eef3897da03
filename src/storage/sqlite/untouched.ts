import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/**
 * Opens a database to look at it: no file is made or changed, whether or not somebody else has it open.
 * @throws Error when that can't be done
 */
export function openUntouched(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  url.searchParams.set('mode', 'ro');
  if (!hasSideFiles(file)) {
    if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
      throw new Error(`${file}-wal has changes, but ${file}-shm is gone: a start of the service reads them`);
    // SQLite would make the side files, of this user, for a database that nobody has open.
    url.searchParams.set('immutable', '1');
  }
  return new DatabaseSync(url, { readOnly: true, timeout: 1000 });
}

/** Whether somebody has the database open, or ended without closing it. */
export function hasSideFiles(file: string): boolean {
  return existsSync(`${file}-wal`) && existsSync(`${file}-shm`);
}
