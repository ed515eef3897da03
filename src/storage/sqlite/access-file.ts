import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { applyPending } from '../migrations/runner.ts';
import { readMigrations } from '../migrations/scripts.ts';
import { openWriteConnection } from './connection.ts';
import { prepareDirectory, preparePrivateFile } from './data-directory.ts';
import { keepHistory, migrationTarget, readHistory } from './migration-table.ts';
import { toOpenError } from './open-error.ts';
import { inTransaction } from './transaction.ts';

/** How long to wait for another process that writes, in milliseconds: each holds the file for a moment. */
export const busyTimeout = 1000;

/**
 * The file beside a store's that says who may use it. It is a database of its own, since the command line writes
 * it while the service, which alone may have the store, runs.
 */
export function accessFileIn(directory: string): string {
  return join(directory, 'access.db');
}

export function hasAccessFile(directory: string): boolean {
  return existsSync(accessFileIn(directory));
}

/**
 * Opens it, made and brought up to date where needed.
 * @throws StoreOpenError
 */
export async function openAccessFile(directory: string): Promise<DatabaseSync> {
  const file = accessFileIn(directory);
  let database: DatabaseSync | undefined;
  try {
    prepareDirectory(directory);
    preparePrivateFile(file);
    database = openWriteConnection(file, { busyTimeout });
    await migrate(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw toOpenError(file, error);
  }
}

async function migrate(database: DatabaseSync, file: string): Promise<void> {
  const migrations = readMigrations(fileURLToPath(new URL('access-migrations', import.meta.url)));
  await inTransaction(database, async () => {
    keepHistory(database, readHistory(database, file, migrations));
    await applyPending(migrationTarget(database, file, migrations), migrations);
  });
}
