import type { DatabaseSync } from 'node:sqlite';
import type { SchemaId, Version } from '../../registry/schema.ts';
import type { Write } from '../../registry/store.ts';
import { toJson } from '../common/json-column.ts';
import { textHash } from '../common/text-hash.ts';
import { assertCurrent } from './conflict.ts';
import type { ScopeRows } from './scope-rows.ts';

type WriteOf<Kind extends Write['kind']> = Extract<Write, { kind: Kind }>;

export interface VersionWrites {
  /** The id under which the content is stored. */
  add(write: WriteOf<'add-version'>): SchemaId;
  markDeleted(write: WriteOf<'mark-deleted'>): void;
  /** The schemas that the removed versions held. */
  remove(write: WriteOf<'remove-versions'>): readonly number[];
  /** Removes those of the schemas that no version holds. */
  removeUnheld(schemaIds: Iterable<number>): void;
}

/**
 * Prepares the statements; every call runs in the caller's transaction. A version that is taken, or one
 * to delete that isn't there, makes a conflict.
 */
export function versionWrites(database: DatabaseSync, scopes: ScopeRows): VersionWrites {
  const findSchema = database.prepare('SELECT id FROM schemas WHERE guid = ? AND type = ?');
  const addSchema = database.prepare(
    'INSERT INTO schemas (guid, type, text, refs, metadata, rule_set) VALUES (?, ?, ?, ?, ?, ?)',
  );
  // A schema may name one version twice.
  const addReferrer = database.prepare(
    'INSERT OR IGNORE INTO referrers (subject_id, version, schema_id) VALUES (?, ?, ?)',
  );
  const addVersion = database.prepare(
    'INSERT INTO versions (subject_id, version, schema_id, text_hash, timestamp) VALUES (?, ?, ?, ?, ?)',
  );
  const mark = database.prepare(
    'UPDATE versions SET deleted = 1, timestamp = ? WHERE subject_id = ? AND version = ?',
  );
  const removeVersion = database.prepare(
    'DELETE FROM versions WHERE subject_id = ? AND version = ? RETURNING schema_id',
  );
  const removeSchema = database.prepare(
    'DELETE FROM schemas WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE schema_id = ?1)',
  );

  function storeSchema({ content, guid }: WriteOf<'add-version'>): number {
    const { schemaType, text, references, metadata, ruleSet } = content;
    const refs = references.length > 0 ? toJson(references) : null;
    const inserted = addSchema.run(guid, schemaType, text, refs, toJson(metadata), toJson(ruleSet));
    const id = Number(inserted.lastInsertRowid);
    for (const { subject, version } of references) addReferrer.run(scopes.idOfSubject(subject), version, id);
    return id;
  }

  function removeOne(subject: number, version: Version): number {
    const schemaId = removeVersion.get(subject, version)?.['schema_id'];
    assertCurrent(typeof schemaId === 'number', 'a version to remove');
    return schemaId;
  }

  return {
    add(write) {
      const known = findSchema.get(write.guid, write.content.schemaType)?.['id'];
      const id = typeof known === 'number' ? known : storeSchema(write);
      const hash = textHash(write.content.text);
      addVersion.run(scopes.idOfSubject(write.subject), write.version, id, hash, write.timestamp);
      return id as SchemaId;
    },
    markDeleted({ subject, versions, timestamp }) {
      const subjectId = scopes.idOfSubject(subject);
      for (const version of versions) {
        assertCurrent(mark.run(timestamp, subjectId, version).changes === 1, 'a version to mark deleted');
      }
    },
    remove({ subject, versions }) {
      const subjectId = scopes.idOfSubject(subject);
      return versions.map((version) => removeOne(subjectId, version));
    },
    removeUnheld(schemaIds) {
      for (const id of schemaIds) removeSchema.run(id);
    },
  };
}
