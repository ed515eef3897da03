import type { DatabaseSync } from 'node:sqlite';
import { type AppliedMigration, appliedNow, assertKnown } from '../migrations/history.ts';
import type { MigrationTarget } from '../migrations/runner.ts';
import type { Migration } from '../migrations/scripts.ts';
import { StoreOpenError } from './open-error.ts';

const hasTable = `SELECT count(*) AS number FROM sqlite_schema WHERE name = 'schemagate_migrations'`;
const otherTables = 'SELECT count(*) AS number FROM sqlite_schema';
const tableSql = `CREATE TABLE IF NOT EXISTS schemagate_migrations (
  name TEXT PRIMARY KEY,
  checksum TEXT NOT NULL,
  applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT, WITHOUT ROWID`;

/** The migrations that a database file has, and whether it keeps a table of them. */
export interface History {
  readonly kept: boolean;
  readonly applied: readonly AppliedMigration[];
}

/**
 * Reads them without writing. `PRAGMA user_version` counts them too, so that versions of this program from
 * before the table refuse what they don't know; what such a version made counts as the first migration.
 * @throws StoreOpenError when the file is newer than the program, or another program's
 */
export function readHistory(database: DatabaseSync, file: string, migrations: readonly Migration[]): History {
  const count = numberOf(database, 'SELECT user_version AS number FROM pragma_user_version');
  const kept = numberOf(database, hasTable) > 0;
  const applied = kept ? rowsOf(database) : migrations.slice(0, Math.min(count, 1)).map(appliedNow);
  assertKnown(applied, migrations);
  if (count > migrations.length) throw newerLayout(file, count, migrations.length);
  if (count !== applied.length || (!kept && count === 0 && numberOf(database, otherTables) > 0))
    throw new StoreOpenError('not-a-store', `${file} is a database of another program.`);
  return { kept, applied };
}

/** The database as migrations need it, in a transaction of this connection. */
export function migrationTarget(
  database: DatabaseSync,
  file: string,
  migrations: readonly Migration[],
): MigrationTarget {
  return {
    applied: async () => readHistory(database, file, migrations).applied,
    execute: async (sql) => database.exec(sql),
    record: async (applied) => record(database, applied),
    async erase(name) {
      database.prepare('DELETE FROM schemagate_migrations WHERE name = ?').run(name);
      countRows(database);
    },
  };
}

/** Makes the table unless it is there, with what is already applied. */
export function keepHistory(database: DatabaseSync, { kept, applied }: History): void {
  database.exec(tableSql);
  if (!kept) for (const each of applied) record(database, each);
}

/** Notes that a migration was applied, in the caller's transaction. */
export function record(database: DatabaseSync, { name, checksum }: AppliedMigration): void {
  database.prepare('INSERT INTO schemagate_migrations (name, checksum) VALUES (?, ?)').run(name, checksum);
  countRows(database);
}

function countRows(database: DatabaseSync): void {
  database.exec(`PRAGMA user_version = ${rowsOf(database).length}`);
}

function rowsOf(database: DatabaseSync): readonly AppliedMigration[] {
  const rows = database.prepare('SELECT name, checksum FROM schemagate_migrations ORDER BY name').all();
  return rows as unknown as readonly AppliedMigration[];
}

function newerLayout(file: string, found: number, known: number): StoreOpenError {
  return new StoreOpenError(
    'newer-version',
    `${file} was made by a newer version of this program: its layout is ${found}, this program knows ` +
      `${known}. Start the newer version, or restore a backup made by this one.`,
  );
}

function numberOf(database: DatabaseSync, sql: string): number {
  return Number(database.prepare(sql).get()?.['number']);
}
