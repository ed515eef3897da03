import type { ClientBase } from 'pg';
import { MigrationError, Umzug } from 'umzug';
import { assertKnown, migrationStorage, prepareBookkeeping } from './migration-bookkeeping.ts';
import { type Migration, programMigrations } from './migration-scripts.ts';
import { StoreOpenError, toOpenError } from './open-error.ts';
import { withOwnSession } from './own-session.ts';

export interface MigrateOptions {
  readonly url: string;
  /** Time for the connection to be made, in milliseconds. */
  readonly connectTimeout: number;
  /** Those of this program unless given. */
  readonly migrations?: readonly Migration[] | undefined;
}

/** Names of migrations, in order. */
export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/**
 * Applies what is pending and resolves with its names. Replicas that start at once take turns.
 * @throws StoreOpenError when the database can't be reached, is newer, or was made by other scripts
 */
export function migrateUp(options: MigrateOptions): Promise<readonly string[]> {
  return withMigrations(options, async (umzug) => (await umzug.up()).map(({ name }) => name));
}

/**
 * Takes back the last `steps` migrations, with what they stored, and resolves with their names.
 * @throws StoreOpenError as `migrateUp`
 */
export function migrateDown(options: MigrateOptions, steps: number): Promise<readonly string[]> {
  return withMigrations(options, async (umzug) =>
    (await umzug.down({ step: steps })).map(({ name }) => name),
  );
}

/**
 * What was applied, and what is pending.
 * @throws StoreOpenError as `migrateUp`
 */
export function migrationStatus(options: MigrateOptions): Promise<MigrationStatus> {
  return withMigrations(options, async (umzug) => {
    const [executed, pending] = [await umzug.executed(), await umzug.pending()];
    return { applied: executed.map(({ name }) => name), pending: pending.map(({ name }) => name) };
  });
}

/** @throws StoreOpenError when a migration is pending, or as `migrateUp` */
export async function assertMigrated(options: MigrateOptions): Promise<void> {
  const { pending } = await migrationStatus(options);
  if (pending.length === 0) return;
  throw new StoreOpenError(
    'not-migrated',
    `The database lacks ${pending.join(', ')}: migrate it, or let this program do so at its start.`,
  );
}

async function withMigrations<T>(
  { url, connectTimeout, migrations = programMigrations }: MigrateOptions,
  work: (umzug: Umzug<ClientBase>) => Promise<T>,
): Promise<T> {
  try {
    return await withOwnSession({ url, connectTimeout }, (client) =>
      inTurn(client, migrations, () => work(umzugFor(client, migrations))),
    );
  } catch (error) {
    // The library wraps what a script failed with.
    throw toOpenError(url, error instanceof MigrationError ? error.cause : error);
  }
}

/** The library takes no lock, opens no transaction and compares no scripts. */
async function inTurn<T>(
  client: ClientBase,
  migrations: readonly Migration[],
  work: () => Promise<T>,
): Promise<T> {
  await prepareBookkeeping(client);
  await client.query('BEGIN');
  // A row is a lock that every engine with this protocol has; it ends with the transaction.
  await client.query('SELECT id FROM schemagate.migration_lock WHERE id = 1 FOR UPDATE');
  await assertKnown(client, migrations);
  const result = await work();
  await client.query('COMMIT');
  return result;
}

function umzugFor(client: ClientBase, migrations: readonly Migration[]): Umzug<ClientBase> {
  return new Umzug<ClientBase>({
    migrations: migrations.map(({ name, up, down }) => ({
      name,
      up: ({ context }) => context.query(up),
      down: ({ context }) => context.query(down),
    })),
    context: client,
    storage: migrationStorage(migrations),
    logger: undefined,
  });
}
