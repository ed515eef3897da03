import type { DatabaseSync } from 'node:sqlite';
import type { DumpRecord } from '../../registry/dump.ts';
import { StoreNotEmptyError } from '../../registry/dump.ts';
import type { SchemaId } from '../../registry/schema.ts';
import { toJson } from '../common/json-column.ts';
import { textHash } from '../common/text-hash.ts';
import * as sql from './queries.ts';
import { scopeRows } from './scope-rows.ts';
import { settingWrites } from './setting-writes.ts';

/**
 * Fills an empty database, in one transaction.
 * @throws StoreNotEmptyError before it takes a record
 */
export async function loadRows(database: DatabaseSync, records: AsyncIterable<DumpRecord>): Promise<void> {
  database.exec('BEGIN IMMEDIATE');
  try {
    if (database.prepare(sql.isEmpty).get()?.['empty'] !== 1) {
      throw new StoreNotEmptyError();
    }
    const add = recordWriter(database);
    for await (const record of records) add(record);
    database.exec('COMMIT');
  } catch (error) {
    // Some errors have ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

type RecordOf<Kind extends DumpRecord['kind']> = Extract<DumpRecord, { kind: Kind }>;

function recordWriter(database: DatabaseSync): (record: DumpRecord) => void {
  const scopes = scopeRows(database);
  const settings = settingWrites(database, scopes);
  const addSchema = database.prepare(
    'INSERT INTO schemas (id, guid, type, text, refs, metadata, rule_set) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const addReferrer = database.prepare(
    'INSERT OR IGNORE INTO referrers (subject_id, version, schema_id) VALUES (?, ?, ?)',
  );
  const addVersion = database.prepare(
    'INSERT INTO versions (subject_id, version, schema_id, text_hash, deleted, timestamp) VALUES (?, ?, ?, ?, ?, ?)',
  );
  // Not there before the first schema.
  const clearLastId = database.prepare(`DELETE FROM sqlite_sequence WHERE name = 'schemas'`);
  const setLastId = database.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('schemas', ?)`);
  const textHashes = new Map<SchemaId, number>();

  function schema(record: RecordOf<'schema'>): void {
    const { id, guid, schemaType, text, references, metadata, ruleSet } = record;
    const refs = references.length > 0 ? toJson(references) : null;
    addSchema.run(id, guid, schemaType, text, refs, toJson(metadata), toJson(ruleSet));
    textHashes.set(id, textHash(text));
    for (const { subject, version } of references) addReferrer.run(scopes.idOfSubject(subject), version, id);
  }

  function version({ subject, version, id, deleted, timestamp }: RecordOf<'version'>): void {
    const hash = textHashes.get(id);
    if (hash === undefined) throw new TypeError(`A version holds schema ${id}, which did not come before it`);
    addVersion.run(scopes.idOfSubject(subject), version, id, hash, Number(deleted), timestamp);
  }

  return (record) => {
    switch (record.kind) {
      case 'schema':
        schema(record);
        break;
      case 'version':
        version(record);
        break;
      case 'config':
        settings.setConfig(record.scope, record.config);
        break;
      case 'mode':
        settings.setMode(record.scope, record.mode);
        break;
      case 'property':
        settings.setProperty(record.name, record.value);
        break;
      case 'last-id':
        clearLastId.run();
        setLastId.run(record.id);
        break;
    }
  };
}
