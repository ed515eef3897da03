import type { ClientBase } from 'pg';
import { type DumpRecord, StoreNotEmptyError } from '../../registry/dump.ts';
import type { SchemaId } from '../../registry/schema.ts';
import { toJson } from '../common/json-column.ts';
import { textHash } from '../common/text-hash.ts';
import { globalNotice } from './change-notice.ts';
import { scopeKey } from './scope-key.ts';
import { subjectKey } from './subject-key.ts';

const recordsAtOnce = 200;

/** Parameters are what each kind of record is stored as, column by column. */
const inserts = {
  schema: `INSERT INTO schemagate.schemas (id, guid, type, text, refs, metadata, rule_set)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
  reference: `INSERT INTO schemagate.schema_references (subject, version, schema_id)
    SELECT * FROM unnest($1::bytea[], $2::integer[], $3::bigint[]) ON CONFLICT DO NOTHING`,
  version: `INSERT INTO schemagate.versions (subject, version, schema_id, text_hash, deleted, timestamp)
    SELECT * FROM unnest($1::bytea[], $2::integer[], $3::bigint[], $4::bigint[], $5::boolean[], $6::bigint[])`,
  config: `INSERT INTO schemagate.settings (key, config) SELECT * FROM unnest($1::bytea[], $2::text[])
    ON CONFLICT (key) DO UPDATE SET config = excluded.config`,
  mode: `INSERT INTO schemagate.settings (key, mode) SELECT * FROM unnest($1::bytea[], $2::text[])
    ON CONFLICT (key) DO UPDATE SET mode = excluded.mode`,
  property: `INSERT INTO schemagate.properties (name, value) SELECT * FROM unnest($1::text[], $2::text[])`,
  'last-id': `WITH kept AS (
      UPDATE schemagate.counters SET value = i.id FROM unnest($1::bigint[]) AS i (id)
      WHERE name = 'highest_removed_schema_id' AND i.id > 0 RETURNING value
    )
    SELECT setval('schemagate.schema_ids', greatest(value, (SELECT last_value FROM schemagate.schema_ids)))
    FROM kept`,
} as const;

type RecordOf<Kind extends DumpRecord['kind']> = Extract<DumpRecord, { kind: Kind }>;
type Table = keyof typeof inserts;
interface Row {
  readonly table: Table;
  readonly values: readonly unknown[];
}

const isEmpty = `SELECT NOT (
    EXISTS (SELECT FROM schemagate.schemas) OR EXISTS (SELECT FROM schemagate.versions)
    OR EXISTS (SELECT FROM schemagate.settings WHERE config IS NOT NULL OR mode IS NOT NULL)
    OR EXISTS (SELECT FROM schemagate.properties)
    OR EXISTS (SELECT FROM schemagate.counters WHERE name = 'highest_removed_schema_id' AND value > 0)
  ) AS empty`;

/**
 * Fills an empty database, in one transaction.
 * @throws StoreNotEmptyError before it takes a record
 */
export async function loadRecords(
  client: ClientBase,
  records: AsyncIterable<DumpRecord>,
  origin: string,
): Promise<void> {
  await client.query('BEGIN');
  // What replicas decide rests on the global scope: they wait, and then find it changed.
  await client.query('UPDATE schemagate.scopes SET revision = revision + 1 WHERE key = $1', [
    scopeKey({ kind: 'global' }),
  ]);
  const { rows } = await client.query<{ empty: boolean }>(isEmpty);
  if (rows[0]?.empty !== true) {
    throw new StoreNotEmptyError();
  }
  const rowsOf = rowMaker();
  let waiting: Row[] = [];
  for await (const record of records) {
    waiting.push(...rowsOf(record));
    if (waiting.length < recordsAtOnce) continue;
    await insert(client, waiting);
    waiting = [];
  }
  await insert(client, waiting);
  await client.query(globalNotice(origin));
  await client.query('COMMIT');
}

/** In the order of the tables above: what is referred to goes first. */
async function insert(client: ClientBase, rows: readonly Row[]): Promise<void> {
  for (const [table, sql] of Object.entries(inserts)) {
    const found = rows.filter((row) => row.table === table);
    const [first] = found;
    if (!first) continue;
    await client.query(
      sql,
      first.values.map((_, column) => found.map(({ values }) => values[column])),
    );
  }
}

function rowMaker(): (record: DumpRecord) => readonly Row[] {
  const hashes = new Map<SchemaId, number>();

  function versionRow({ subject, version, id, deleted, timestamp }: RecordOf<'version'>): Row {
    const hash = hashes.get(id);
    if (hash === undefined) throw new TypeError(`A version holds schema ${id}, which did not come before it`);
    return { table: 'version', values: [subjectKey(subject), version, id, hash, deleted, timestamp] };
  }

  return (record) => {
    if (record.kind === 'schema') {
      hashes.set(record.id, textHash(record.text));
      return schemaRows(record);
    }
    return [record.kind === 'version' ? versionRow(record) : plainRow(record)];
  };
}

function plainRow(record: RecordOf<'config' | 'mode' | 'property' | 'last-id'>): Row {
  const { kind: table } = record;
  if (table === 'last-id') return { table, values: [record.id] };
  if (table === 'property') return { table, values: [record.name, record.value] };
  const value = record.kind === 'config' ? toJson(record.config) : record.mode;
  return { table, values: [scopeKey(record.scope), value] };
}

function schemaRows(record: RecordOf<'schema'>): readonly Row[] {
  const { id, guid, schemaType, text, references, metadata, ruleSet } = record;
  const refs = references.length > 0 ? toJson(references) : null;
  return [
    { table: 'schema', values: [id, guid, schemaType, text, refs, toJson(metadata), toJson(ruleSet)] },
    ...references.map(({ subject, version }): Row => {
      return { table: 'reference', values: [subjectKey(subject), version, id] };
    }),
  ];
}
