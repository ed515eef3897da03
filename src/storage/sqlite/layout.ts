import type { DatabaseSync } from 'node:sqlite';
import { appliedNow } from '../migrations/history.ts';
import { applyPending, statusOf } from '../migrations/runner.ts';
import type { Migration } from '../migrations/scripts.ts';
import { programMigrations } from './migration-scripts.ts';
import { keepHistory, migrationTarget, readHistory, record } from './migration-table.ts';
import { StoreOpenError } from './open-error.ts';
import { inTransaction } from './transaction.ts';

export interface LayoutOptions {
  /** `off`: only checks that the database has the layout. */
  readonly migrate?: 'auto' | 'off' | undefined;
  /** Those of this program unless given. */
  readonly migrations?: readonly Migration[] | undefined;
}

/**
 * Brings the database to the layout of this program, and resolves with the names of what was applied.
 * @throws StoreOpenError when the file is newer than the program, or another program's; MigrationRefusal
 */
export async function prepareLayout(
  database: DatabaseSync,
  file: string,
  { migrate = 'auto', migrations = programMigrations }: LayoutOptions = {},
): Promise<readonly string[]> {
  const target = migrationTarget(database, file, migrations);
  const { pending } = await statusOf(target, migrations);
  if (pending.length > 0 && migrate === 'off') throw notMigrated(pending);
  if (pending.length === 0 && (migrate === 'off' || readHistory(database, file, migrations).kept)) {
    // SQLite opens a write-protected file for reading: better refused now than at the first change.
    database.exec('BEGIN IMMEDIATE; UPDATE scopes SET revision = revision WHERE id = 0; ROLLBACK;');
    return [];
  }
  return inTransaction(database, () => {
    keepHistory(database, readHistory(database, file, migrations));
    return applyPending(target, migrations);
  });
}

/** Makes the layout in an empty database at once. */
export function createLayout(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  keepHistory(database, { kept: false, applied: [] });
  for (const migration of programMigrations) {
    database.exec(migration.up);
    record(database, appliedNow(migration));
  }
  database.exec('COMMIT');
}

/**
 * Makes sure that the database has the layout of this program, without writing to it.
 * @throws StoreOpenError
 */
export function assertLayout(
  database: DatabaseSync,
  file: string,
  migrations: readonly Migration[] = programMigrations,
): void {
  const { applied } = readHistory(database, file, migrations);
  if (applied.length === 0)
    throw new StoreOpenError('not-a-store', `${file} is not a store of this program.`);
  const pending = migrations.filter(({ name }) => applied.every((each) => each.name !== name));
  if (pending.length > 0) throw notMigrated(pending.map(({ name }) => name));
}

function notMigrated(pending: readonly string[]): StoreOpenError {
  return new StoreOpenError(
    'not-migrated',
    `The store lacks ${pending.join(', ')}. Run schemagate migrate up, or start with MIGRATE=auto.`,
  );
}
