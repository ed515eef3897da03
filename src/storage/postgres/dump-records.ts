import type { ClientBase } from 'pg';
import type { DumpRecord } from '../../registry/dump.ts';
import type { Config, Mode } from '../../registry/settings.ts';
import { fromJson } from '../common/json-column.ts';
import type { SchemaRow } from '../common/schema-row.ts';
import { schemaColumns, schemaOfRow } from '../common/schema-row.ts';
import { maxSchemaId } from './queries.ts';
import { settingsScopeOf } from './scope-key.ts';
import type { VersionRow } from './version-row.ts';
import { versionColumns, versionOfRow } from './version-row.ts';

const rowsAtOnce = 500;

/** All records as of one moment, always in the same order; writes go on meanwhile. */
export async function* dumpRecords(client: ClientBase): AsyncGenerator<DumpRecord> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const schemas = `SELECT ${schemaColumns} FROM schemagate.schemas ORDER BY id`;
  for await (const row of rowsOf<SchemaRow>(client, schemas)) {
    yield { kind: 'schema', ...schemaOfRow(row) };
  }
  const versions = `SELECT ${versionColumns} FROM schemagate.versions AS v ORDER BY v.subject, v.version`;
  for await (const row of rowsOf<VersionRow>(client, versions)) {
    yield { kind: 'version', ...versionOfRow(row) };
  }
  const settings = 'SELECT key, config, mode FROM schemagate.settings ORDER BY key';
  for await (const row of rowsOf<SettingsRow>(client, settings)) {
    yield* settingsOfRow(row);
  }
  const properties = 'SELECT name, value FROM schemagate.properties ORDER BY name COLLATE "C"';
  for await (const { name, value } of rowsOf<PropertyRow>(client, properties)) {
    yield { kind: 'property', name, value };
  }
  const last = await client.query<{ id: number }>(maxSchemaId.text);
  yield { kind: 'last-id', id: last.rows[0]?.id ?? 0 };
  await client.query('COMMIT');
}

interface SettingsRow {
  readonly key: Buffer;
  readonly config: string | null;
  readonly mode: Mode | null;
}

interface PropertyRow {
  readonly name: string;
  readonly value: string;
}

function* settingsOfRow({ key, config, mode }: SettingsRow): Generator<DumpRecord> {
  const scope = settingsScopeOf(key);
  if (config !== null) yield { kind: 'config', scope, config: fromJson(config) as Config };
  if (mode !== null) yield { kind: 'mode', scope, mode };
}

/** The rows of a query, some at a time: a registry may not fit into memory. */
async function* rowsOf<Row extends object>(client: ClientBase, sql: string): AsyncGenerator<Row> {
  await client.query(`DECLARE everything NO SCROLL CURSOR FOR ${sql}`);
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${rowsAtOnce} FROM everything`);
    yield* rows;
    if (rows.length < rowsAtOnce) break;
  }
  await client.query('CLOSE everything');
}
