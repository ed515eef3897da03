import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { toOpenError } from './open-error.ts';

/** The database file of a store's directory. */
export function databaseIn(directory: string): string {
  return join(directory, 'schemagate.db');
}

/**
 * Makes the directory, for its owner alone, unless it is there.
 * @throws StoreOpenError
 */
export function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toOpenError(directory, error);
  }
}

/**
 * Makes an empty file for its owner alone, unless it is there; SQLite gives its side files the same mode.
 * A file that exists is not opened: closing it again would drop every lock that this process holds on it
 * (POSIX advisory locks, https://www.sqlite.org/howtocorrupt.html section 2.2).
 * @throws StoreOpenError
 */
export function preparePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw toOpenError(file, error);
  }
}
