import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type MigrationState, migrationState } from '../migrations/state.ts';
import { accessFileIn } from './access-file.ts';
import { databaseIn } from './data-directory.ts';
import { programMigrations } from './migration-scripts.ts';
import { migrationTarget } from './migration-table.ts';
import { StoreOpenError, toOpenError } from './open-error.ts';
import { resultCode, sqliteCodes } from './result-code.ts';
import { hasSideFiles, openUntouched } from './untouched.ts';

/** What a look at an embedded store found. */
export interface EmbeddedFacts {
  readonly migrations: MigrationState;
  /** When the newest version or API key was stored, in milliseconds since 1970; undefined while there is none. */
  readonly newestRecord: number | undefined;
  /** Whether an API key was ever made. */
  readonly hasKeys: boolean;
}

/**
 * Looks at the store in a directory without a change to it, also while a service has it open.
 * @throws StoreOpenError when it can't be read
 */
export async function inspectDirectory(directory: string): Promise<EmbeddedFacts> {
  const file = databaseIn(directory);
  const keys = lookAt(accessFileIn(directory), 'access_keys', (database) => ({
    count: numberOf(database, 'SELECT count(*) AS value FROM access_keys') ?? 0,
    newest: numberOf(database, 'SELECT max(created_at) AS value FROM access_keys'),
  }));
  const newest = [
    lookAt(file, 'versions', (database) =>
      numberOf(database, 'SELECT max(timestamp) AS value FROM versions'),
    ),
    keys?.newest,
  ].filter((time) => time !== undefined);
  return {
    migrations: await stateOf(file),
    newestRecord: newest.length === 0 ? undefined : Math.max(...newest),
    hasKeys: keys !== undefined && keys.count > 0,
  };
}

/**
 * What SQLite finds wrong with a database file; empty when it is whole. Reads all of it.
 * @throws StoreOpenError when it can't be read
 */
export function quickCheck(file: string): readonly string[] {
  const nobodyElse = !hasSideFiles(file);
  const found = complaintsOf(file);
  // Whoever opened it meanwhile may have changed it under our eyes.
  return found.length > 0 && nobodyElse && hasSideFiles(file) ? complaintsOf(file) : found;
}

/**
 * Whether a service has the directory: it holds a lock there.
 * @throws StoreOpenError when the file system can't tell
 */
export function isInUse(directory: string): boolean {
  const file = join(directory, 'schemagate.lock');
  if (!existsSync(file)) return false;
  const url = pathToFileURL(file);
  url.searchParams.set('mode', 'ro');
  try {
    using database = new DatabaseSync(url, { readOnly: true, timeout: 0 });
    numberOf(database, 'SELECT count(*) AS value FROM sqlite_schema');
    return false;
  } catch (error) {
    if (resultCode(error) === sqliteCodes.busy) return true;
    throw unreadable(file, error);
  }
}

function complaintsOf(file: string): readonly string[] {
  try {
    using database = openUntouched(file);
    const rows = database.prepare('PRAGMA quick_check(10)').all();
    return rows.map((row) => String(row['quick_check'])).filter((text) => text !== 'ok');
  } catch (error) {
    if (resultCode(error) === sqliteCodes.corrupt) return [String(error)];
    throw unreadable(file, error);
  }
}

async function stateOf(file: string): Promise<MigrationState> {
  if (!existsSync(file)) return migrationState({ applied: async () => [] }, programMigrations);
  try {
    using database = openUntouched(file);
    return await migrationState(migrationTarget(database, file, programMigrations), programMigrations);
  } catch (error) {
    if (error instanceof StoreOpenError) return { known: false, refusal: error.message };
    throw unreadable(file, error);
  }
}

/** Undefined when there is no such file, or no such table in it. */
function lookAt<T>(file: string, table: string, look: (database: DatabaseSync) => T): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    using database = openUntouched(file);
    const there = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table);
    return there === undefined ? undefined : look(database);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): StoreOpenError {
  if (resultCode(cause) !== sqliteCodes.cannotOpen) return toOpenError(file, cause);
  return new StoreOpenError('failed', `${file} can't be opened for reading (${String(cause)}).`, { cause });
}

function numberOf(database: DatabaseSync, sql: string): number | undefined {
  const value = database.prepare(sql).get()?.['value'];
  return typeof value === 'number' ? value : undefined;
}
