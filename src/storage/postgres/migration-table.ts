import type { ClientBase } from 'pg';
import type { AppliedMigration } from '../migrations/history.ts';
import type { MigrationTarget } from '../migrations/runner.ts';
import { sqlState } from './error-class.ts';

/** Two sessions that create the same object at once: one of them is told so. */
const createdMeanwhile = new Set(['23505', '42P06', '42P07', '42710']);

/** Makes the schema and the tables that say which migrations were applied, unless they are there. */
export async function prepareMigrationTable(client: ClientBase): Promise<void> {
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

/** A database with these tables, in the transaction of `client`. */
export function migrationTarget(client: ClientBase): MigrationTarget {
  return {
    async applied() {
      const sql = 'SELECT name, checksum FROM schemagate.migrations ORDER BY name';
      return (await client.query<AppliedMigration>(sql)).rows;
    },
    execute: (sql) => client.query(sql),
    record: ({ name, checksum }) =>
      client.query('INSERT INTO schemagate.migrations (name, checksum) VALUES ($1, $2)', [name, checksum]),
    erase: (name) => client.query('DELETE FROM schemagate.migrations WHERE name = $1', [name]),
  };
}
