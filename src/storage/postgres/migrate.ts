import type { ClientBase } from 'pg';
import {
  applyPending,
  type DownOptions,
  type DownResult,
  type MigrationStatus,
  type MigrationTarget,
  statusOf,
  takeBack,
} from '../migrations/runner.ts';
import type { Migration } from '../migrations/scripts.ts';
import { programMigrations } from './migration-scripts.ts';
import { migrationTarget, prepareMigrationTable } from './migration-table.ts';
import { StoreOpenError, toOpenError } from './open-error.ts';
import { withOwnSession } from './own-session.ts';

export interface MigrateOptions {
  readonly url: string;
  /** Time for the connection to be made, in milliseconds. */
  readonly connectTimeout: number;
  /** Those of this program unless given. */
  readonly migrations?: readonly Migration[] | undefined;
}

/**
 * Applies what is pending and resolves with its names. Replicas that start at once take turns.
 * @throws StoreOpenError when the database can't be reached, is newer, or was made by other scripts
 */
export function migrateUp(options: MigrateOptions): Promise<readonly string[]> {
  return withMigrations(options, applyPending);
}

/**
 * Takes back the last migrations, all or none.
 * @throws StoreOpenError as `migrateUp`
 */
export function migrateDown(options: MigrateOptions, how: DownOptions): Promise<DownResult> {
  return withMigrations(options, (target, migrations) => takeBack(target, migrations, how));
}

/**
 * What was applied, and what is pending.
 * @throws StoreOpenError as `migrateUp`
 */
export function migrationStatus(options: MigrateOptions): Promise<MigrationStatus> {
  return withMigrations(options, statusOf);
}

/** @throws StoreOpenError when a migration is pending, or as `migrateUp` */
export async function assertMigrated(options: MigrateOptions): Promise<void> {
  const { pending } = await migrationStatus(options);
  if (pending.length === 0) return;
  throw new StoreOpenError(
    'not-migrated',
    `The store lacks ${pending.join(', ')}. Run schemagate migrate up, or start with MIGRATE=auto.`,
  );
}

async function withMigrations<T>(
  { url, connectTimeout, migrations = programMigrations }: MigrateOptions,
  work: (target: MigrationTarget, migrations: readonly Migration[]) => Promise<T>,
): Promise<T> {
  try {
    return await withOwnSession({ url, connectTimeout }, (client) =>
      inTurn(client, () => work(migrationTarget(client), migrations)),
    );
  } catch (error) {
    throw toOpenError(url, error);
  }
}

async function inTurn<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await prepareMigrationTable(client);
  await client.query('BEGIN');
  // A row is a lock that every engine with this protocol has; it ends with the transaction.
  await client.query('SELECT id FROM schemagate.migration_lock WHERE id = 1 FOR UPDATE');
  const result = await work();
  await client.query('COMMIT');
  return result;
}
