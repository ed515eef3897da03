import { schemaColumns } from '../common/schema-row.ts';
import { versionColumns } from './version-row.ts';

// CROSS JOIN: SQLite then walks the tables in the order written, which the indexes serve without a sort.

export const schema = `SELECT ${schemaColumns} FROM schemas WHERE id = ?`;

export const schemasByGuid = `SELECT ${schemaColumns} FROM schemas WHERE guid = ? ORDER BY id`;

const ofSubject = `SELECT ${versionColumns} FROM scopes AS s CROSS JOIN versions AS v ON v.subject_id = s.id
  WHERE s.subject = ?`;

export const versions = `${ofSubject} ORDER BY v.version`;

export const version = `${ofSubject} AND v.version = ?`;

export const latestVersion = `${ofSubject} AND v.deleted = 0 ORDER BY v.version DESC LIMIT 1`;

export const versionsWithText = `SELECT ${versionColumns}
  FROM scopes AS s
  CROSS JOIN versions AS v INDEXED BY versions_by_text ON v.subject_id = s.id AND v.text_hash = :hash
  CROSS JOIN schemas AS c ON c.id = v.schema_id AND c.text = :text
  WHERE s.subject = :subject ORDER BY v.version DESC`;

export const versionsOfSchema = `SELECT ${versionColumns}
  FROM versions AS v CROSS JOIN scopes AS s ON s.id = v.subject_id
  WHERE v.schema_id = ? ORDER BY s.subject, v.version`;

export const referrers = `SELECT ${versionColumns}
  FROM scopes AS target
  CROSS JOIN referrers AS r ON r.subject_id = target.id
  CROSS JOIN versions AS v ON v.schema_id = r.schema_id
  CROSS JOIN scopes AS s ON s.id = v.subject_id
  WHERE target.subject = ? AND r.version = ?
  ORDER BY v.schema_id, s.subject, v.version`;

export const subjects = `SELECT s.subject, max(v.deleted = 0) AS live
  FROM scopes AS s CROSS JOIN versions AS v ON v.subject_id = s.id
  WHERE s.subject >= ? GROUP BY s.subject ORDER BY s.subject`;

const ofEverySubject = `SELECT ${versionColumns} FROM scopes AS s CROSS JOIN versions AS v ON v.subject_id = s.id
  WHERE s.subject >= :from AND v.deleted BETWEEN :leastDeleted AND :mostDeleted`;

const page = 'ORDER BY s.subject, v.version LIMIT :limit OFFSET :offset';

export const allVersions = `${ofEverySubject} ${page}`;

export const latestVersions = `${ofEverySubject} AND v.version = (
    SELECT max(version) FROM versions
    WHERE subject_id = s.id AND deleted BETWEEN :leastDeleted AND :mostDeleted
  ) ${page}`;

/** SQLite keeps the highest id that AUTOINCREMENT gave out, also of schemas since removed. */
export const maxSchemaId = `SELECT seq FROM sqlite_sequence WHERE name = 'schemas'`;

const ofScope = 'SELECT id, revision, referrers_revision, config, mode FROM scopes WHERE';

export const globalScope = `${ofScope} id = 0`;

export const subjectScope = `${ofScope} subject = ?`;

export const subjectsWithMode = `SELECT subject FROM scopes
  WHERE mode IS NOT NULL AND subject IS NOT NULL ORDER BY subject`;

export const property = 'SELECT value FROM properties WHERE name = ?';

export const everySchema = `SELECT ${schemaColumns} FROM schemas ORDER BY id`;

export const everyVersion = `SELECT ${versionColumns}
  FROM scopes AS s CROSS JOIN versions AS v ON v.subject_id = s.id
  WHERE s.subject IS NOT NULL ORDER BY s.subject, v.version`;

/** Those for all subjects first: NULL sorts before any subject. */
export const everySetting = `SELECT subject, config, mode FROM scopes
  WHERE config IS NOT NULL OR mode IS NOT NULL ORDER BY subject`;

export const everyProperty = 'SELECT name, value FROM properties ORDER BY name';

/** Whether anything was ever stored: ids given out count, since they must not be given again. */
export const isEmpty = `SELECT NOT (
    EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'schemas' AND seq > 0)
    OR EXISTS (SELECT 1 FROM scopes WHERE config IS NOT NULL OR mode IS NOT NULL)
    OR EXISTS (SELECT 1 FROM properties)
  ) AS empty`;
