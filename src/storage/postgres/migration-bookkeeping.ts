import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { UmzugStorage } from 'umzug';
import { sqlState } from './error-class.ts';
import type { Migration } from './migration-scripts.ts';
import { StoreOpenError } from './open-error.ts';

/** Two sessions that create the same object at once: one of them is told so. */
const createdMeanwhile = new Set(['23505', '42P06', '42P07', '42710']);

/** Makes the schema and the tables that say which migrations were applied, unless they are there. */
export async function prepareBookkeeping(client: ClientBase): Promise<void> {
  // Each failure means that another session made the object: that one is there the next time.
  for (let objects = 3; ; objects -= 1) {
    try {
      await create(client);
      return;
    } catch (error) {
      if (objects === 0 || !createdMeanwhile.has(sqlState(error) ?? '')) throw error;
    }
  }
}

async function create(client: ClientBase): Promise<void> {
  // IF NOT EXISTS would ask for the right to create schemas also where the schema is there.
  const found = await client.query(
    `SELECT FROM information_schema.schemata WHERE schema_name = 'schemagate'`,
  );
  if (found.rowCount === 0) await client.query('CREATE SCHEMA schemagate');
  await client.query(`CREATE TABLE IF NOT EXISTS schemagate.migrations (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`);
  await client.query('CREATE TABLE IF NOT EXISTS schemagate.migration_lock (id integer PRIMARY KEY)');
  await client.query('INSERT INTO schemagate.migration_lock (id) VALUES (1) ON CONFLICT DO NOTHING');
}

/** Where the migration library keeps what was applied. */
export function migrationStorage(migrations: readonly Migration[]): UmzugStorage<ClientBase> {
  const checksums = new Map(migrations.map((each) => [each.name, checksumOf(each)]));
  return {
    async logMigration({ name, context }) {
      const values = [name, checksums.get(name)];
      await context.query('INSERT INTO schemagate.migrations (name, checksum) VALUES ($1, $2)', values);
    },
    async unlogMigration({ name, context }) {
      await context.query('DELETE FROM schemagate.migrations WHERE name = $1', [name]);
    },
    async executed({ context }) {
      return (await applied(context)).map(({ name }) => name);
    },
  };
}

/**
 * Compares what was applied with what this program would apply.
 * @throws StoreOpenError when the database is newer than the program, or a script was altered since
 */
export async function assertKnown(client: ClientBase, migrations: readonly Migration[]): Promise<void> {
  const known = new Map(migrations.map((each) => [each.name, checksumOf(each)]));
  for (const { name, checksum } of await applied(client)) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new StoreOpenError(
        'newer-version',
        `The database was migrated by a newer version of this program: it has ${name}, which this version ` +
          'does not know. Start the newer version, or let it migrate the database down first.',
      );
    }
    if (expected !== checksum) {
      throw new StoreOpenError(
        'changed-script',
        `The script of migration ${name} is not the one that was applied to the database.`,
      );
    }
  }
}

async function applied(client: ClientBase): Promise<readonly { name: string; checksum: string }[]> {
  return (await client.query('SELECT name, checksum FROM schemagate.migrations ORDER BY name')).rows;
}

/** Line ends may differ between checkouts; nothing else may. */
function checksumOf({ up }: Migration): string {
  return createHash('sha256').update(up.replaceAll('\r\n', '\n')).digest('hex');
}
