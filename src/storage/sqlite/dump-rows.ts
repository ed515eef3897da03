import type { DatabaseSync } from 'node:sqlite';
import type { DumpRecord } from '../../registry/dump.ts';
import type { Config, Mode } from '../../registry/settings.ts';
import { globalScope, subjectScope } from '../../registry/settings.ts';
import { fromJson } from '../common/json-column.ts';
import type { SchemaRow } from '../common/schema-row.ts';
import { schemaOfRow } from '../common/schema-row.ts';
import * as sql from './queries.ts';
import { subjectOfKey } from './subject-key.ts';
import type { VersionRow } from './version-row.ts';
import { versionOfRow } from './version-row.ts';

/** All records of a database, always in the same order. Nobody may write to it meanwhile. */
export function* dumpRows(database: DatabaseSync): Generator<DumpRecord> {
  for (const row of database.prepare(sql.everySchema).iterate()) {
    yield { kind: 'schema', ...schemaOfRow(row as unknown as SchemaRow) };
  }
  for (const row of database.prepare(sql.everyVersion).iterate()) {
    yield { kind: 'version', ...versionOfRow(row as unknown as VersionRow) };
  }
  for (const row of database.prepare(sql.everySetting).iterate()) {
    yield* settingsOfRow(row as unknown as SettingsRow);
  }
  for (const row of database.prepare(sql.everyProperty).iterate()) {
    yield { kind: 'property', name: String(row['name']), value: String(row['value']) };
  }
  yield { kind: 'last-id', id: Number(database.prepare(sql.maxSchemaId).get()?.['seq'] ?? 0) };
}

interface SettingsRow {
  readonly subject: Uint8Array | null;
  readonly config: string | null;
  readonly mode: Mode | null;
}

function* settingsOfRow({ subject, config, mode }: SettingsRow): Generator<DumpRecord> {
  const scope = subject === null ? globalScope : subjectScope(subjectOfKey(subject));
  if (config !== null) yield { kind: 'config', scope, config: fromJson(config) as Config };
  if (mode !== null) yield { kind: 'mode', scope, mode };
}
