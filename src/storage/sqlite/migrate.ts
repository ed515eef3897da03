import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import {
  type DownOptions,
  type DownResult,
  type MigrationStatus,
  statusOf,
  takeBack,
} from '../migrations/runner.ts';
import type { Migration } from '../migrations/scripts.ts';
import { openReadConnection, openWriteConnection } from './connection.ts';
import { databaseIn, prepareDirectory, preparePrivateFile } from './data-directory.ts';
import { lockDirectory } from './directory-lock.ts';
import { prepareLayout } from './layout.ts';
import { programMigrations } from './migration-scripts.ts';
import { keepHistory, migrationTarget, readHistory } from './migration-table.ts';
import { toOpenError } from './open-error.ts';
import { inTransaction } from './transaction.ts';

export interface MigrateOptions {
  /** The store's. */
  readonly directory: string;
  /** Those of this program unless given. */
  readonly migrations?: readonly Migration[] | undefined;
}

/** How long to wait for a lock that another program, such as a backup, holds on the database, in ms. */
const busyTimeout = 5000;

/**
 * Applies what is pending and resolves with its names; makes the store where there is none.
 * @throws StoreOpenError, also when a service has the store open
 */
export function migrateUp({ directory, migrations }: MigrateOptions): Promise<readonly string[]> {
  return withDatabase(directory, (database, file) => prepareLayout(database, file, { migrations }));
}

/**
 * Takes back the last migrations, all or none.
 * @throws StoreOpenError as `migrateUp`
 */
export function migrateDown(
  { directory, migrations = programMigrations }: MigrateOptions,
  how: DownOptions,
): Promise<DownResult> {
  return withDatabase(directory, (database, file) =>
    inTransaction(database, () => {
      keepHistory(database, readHistory(database, file, migrations));
      return takeBack(migrationTarget(database, file, migrations), migrations, how);
    }),
  );
}

/**
 * What was applied, and what is pending; also while a service has the store open.
 * @throws StoreOpenError when it can't be read, is newer, or was made by other scripts
 */
export async function migrationStatus({
  directory,
  migrations = programMigrations,
}: MigrateOptions): Promise<MigrationStatus> {
  const file = databaseIn(directory);
  if (!existsSync(file)) return statusOf({ applied: async () => [] }, migrations);
  try {
    using database = openReadConnection(file, { busyTimeout });
    return await statusOf(migrationTarget(database, file, migrations), migrations);
  } catch (error) {
    throw toOpenError(file, error);
  }
}

/** Lends the database to the work, and to nobody else. */
async function withDatabase<T>(
  directory: string,
  work: (database: DatabaseSync, file: string) => Promise<T>,
): Promise<T> {
  prepareDirectory(directory);
  const lock = lockDirectory(directory);
  const file = databaseIn(directory);
  try {
    preparePrivateFile(file);
    using database = openWriteConnection(file, { busyTimeout });
    return await work(database, file);
  } catch (error) {
    throw toOpenError(file, error);
  } finally {
    lock.release();
  }
}
