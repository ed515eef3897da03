import type { ClientBase } from 'pg';
import type { AppliedMigration } from '../migrations/history.ts';
import { type MigrationState, migrationState } from '../migrations/state.ts';
import type { ConnectionOptions } from './connections.ts';
import { programMigrations } from './migration-scripts.ts';
import { toOpenError } from './open-error.ts';
import { withOwnSession } from './own-session.ts';
import { readServer, type ServerFacts } from './server-check.ts';

/** What a look at a database found. */
export interface DatabaseFacts {
  readonly server: ServerFacts;
  /** Whether it takes no changes: a standby, or one that was set so. */
  readonly readOnly: boolean;
  readonly clock: ClockReading;
  readonly migrations: MigrationState;
  /** When the newest version or API key was stored, in milliseconds since 1970; undefined while there is none. */
  readonly newestRecord: number | undefined;
  /** Whether an API key was ever made. */
  readonly hasKeys: boolean;
}

/** The database's clock beside this machine's, in milliseconds. */
export interface ClockReading {
  /** How far the database's is ahead. */
  readonly ahead: number;
  /** How far that may be off: half of the way there and back. */
  readonly uncertainty: number;
}

export interface InspectOptions
  extends Pick<ConnectionOptions, 'url' | 'connectTimeout' | 'statementTimeout'> {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const clockReadings = 3;

/**
 * Looks at the database without a change to it: in one transaction that may only read.
 * @throws StoreOpenError when it can't be reached or read
 */
export async function inspectDatabase({ now, ...options }: InspectOptions): Promise<DatabaseFacts> {
  try {
    return await withOwnSession(options, async (client) => {
      // Not a setting of the session: a pooler would hand that on to others.
      await client.query('BEGIN READ ONLY');
      const server = await readServer(client);
      const readOnly = await isReadOnly(client);
      const clock = await readClock(client, now);
      const migrations = await migrationState({ applied: () => appliedIn(client) }, programMigrations);
      const newest = [
        await numberOf(client, 'schemagate.versions', 'max(timestamp)'),
        await numberOf(client, 'schemagate.access_keys', 'max(created_at)'),
      ].filter((time) => time !== undefined);
      const keys = await numberOf(client, 'schemagate.access_keys', 'count(*)');
      await client.query('ROLLBACK');
      const newestRecord = newest.length === 0 ? undefined : Math.max(...newest);
      return { server, readOnly, clock, migrations, newestRecord, hasKeys: keys !== undefined && keys > 0 };
    });
  } catch (error) {
    throw toOpenError(options.url, error);
  }
}

/** By settings, which every engine with this protocol can be asked for: those it lacks are null. */
async function isReadOnly(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ standby: string | null; byDefault: string | null }>(
    `SELECT current_setting('in_hot_standby', true) AS standby,
      current_setting('default_transaction_read_only', true) AS "byDefault"`,
  );
  return rows[0]?.standby === 'on' || rows[0]?.byDefault === 'on';
}

/** The reading with the shortest way there and back is the nearest. */
async function readClock(client: ClientBase, now: () => number): Promise<ClockReading> {
  let best: ClockReading = { ahead: 0, uncertainty: Number.POSITIVE_INFINITY };
  for (let reading = 0; reading < clockReadings; reading += 1) {
    const sent = now();
    const { rows } = await client.query<{ ms: string }>(
      'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms',
    );
    const uncertainty = (now() - sent) / 2;
    if (uncertainty < best.uncertainty)
      best = { ahead: Number(rows[0]?.ms) - (sent + uncertainty), uncertainty };
  }
  return best;
}

async function appliedIn(client: ClientBase): Promise<readonly AppliedMigration[]> {
  if (!(await isThere(client, 'schemagate.migrations'))) return [];
  const sql = 'SELECT name, checksum FROM schemagate.migrations ORDER BY name';
  return (await client.query<AppliedMigration>(sql)).rows;
}

/** Undefined when there is no such table, or no row. */
async function numberOf(client: ClientBase, table: string, value: string): Promise<number | undefined> {
  if (!(await isThere(client, table))) return undefined;
  const { rows } = await client.query<{ value: number | null }>(`SELECT ${value} AS value FROM ${table}`);
  return rows[0]?.value ?? undefined;
}

/** Asked beforehand: a statement that fails would end the transaction. */
async function isThere(client: ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    table,
  ]);
  return rows[0]?.there === true;
}
