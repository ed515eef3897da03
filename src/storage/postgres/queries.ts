import type { VersionQuery } from '../../registry/store.ts';
import { schemaColumns } from '../common/schema-row.ts';
import type { Statement } from './statement.ts';
import { versionColumns } from './version-row.ts';

export const schema: Statement = {
  name: 'schema',
  text: `SELECT ${schemaColumns} FROM schemagate.schemas WHERE id = $1`,
};

export const schemasByGuid: Statement = {
  name: 'schemas-by-guid',
  text: `SELECT ${schemaColumns} FROM schemagate.schemas WHERE guid = $1 ORDER BY id`,
};

/** Of scopes by key; a key is one byte for the kind and then its subject's key. */
export const scopeFacts: Statement = {
  name: 'scope-facts',
  text: `SELECT k.key, s.revision, s.referrers_revision, t.config, t.mode,
      EXISTS (SELECT FROM schemagate.versions AS v WHERE v.subject = substring(k.key FROM 2)) AS has_versions
    FROM unnest($1::bytea[]) AS k (key)
    LEFT JOIN schemagate.scopes AS s ON s.key = k.key
    LEFT JOIN schemagate.settings AS t ON t.key = k.key`,
};

const ofSubject = `SELECT ${versionColumns} FROM schemagate.versions AS v WHERE v.subject = $1`;

export const versions: Statement = { name: 'versions', text: `${ofSubject} ORDER BY v.version` };

export const version: Statement = { name: 'version', text: `${ofSubject} AND v.version = $2` };

export const latestVersion: Statement = {
  name: 'latest-version',
  text: `${ofSubject} AND NOT v.deleted ORDER BY v.version DESC LIMIT 1`,
};

export const versionsWithText: Statement = {
  name: 'versions-with-text',
  text: `SELECT ${versionColumns}
    FROM schemagate.versions AS v
    JOIN schemagate.schemas AS c ON c.id = v.schema_id AND c.text = $3
    WHERE v.subject = $1 AND v.text_hash = $2 ORDER BY v.version DESC`,
};

export const versionsOfSchema: Statement = {
  name: 'versions-of-schema',
  text: `SELECT ${versionColumns} FROM schemagate.versions AS v
    WHERE v.schema_id = $1 ORDER BY v.subject, v.version`,
};

export const referrers: Statement = {
  name: 'referrers',
  text: `SELECT ${versionColumns}
    FROM schemagate.schema_references AS r
    JOIN schemagate.versions AS v ON v.schema_id = r.schema_id
    WHERE r.subject = $1 AND r.version = $2
    ORDER BY v.schema_id, v.subject, v.version`,
};

/** Parameters: the least key, and the first key above when `bounded`. */
export function subjects(bounded: boolean): Statement {
  return {
    name: bounded ? 'subjects-between' : 'subjects-from',
    text: `SELECT v.subject, bool_or(NOT v.deleted) AS live FROM schemagate.versions AS v
      WHERE v.subject >= $1 ${bounded ? 'AND v.subject < $2' : ''} GROUP BY v.subject ORDER BY v.subject`,
  };
}

const deletedFilter = { include: '', exclude: 'AND NOT v.deleted', only: 'AND v.deleted' } as const;

/** Parameters: the least key, limit (NULL: none), offset, and the first key above when `bounded`. */
export function allVersions(
  query: Pick<VersionQuery, 'deleted' | 'latestOnly'>,
  bounded: boolean,
): Statement {
  const { deleted, latestOnly } = query;
  const filter = `FROM schemagate.versions AS v
    WHERE v.subject >= $1 ${bounded ? 'AND v.subject < $4' : ''} ${deletedFilter[deleted]}`;
  const page = 'ORDER BY v.subject, v.version LIMIT $2 OFFSET $3';
  const latest = `SELECT DISTINCT ON (v.subject) ${versionColumns} ${filter} ORDER BY v.subject, v.version DESC`;
  return {
    name: `${latestOnly ? 'latest' : 'all'}-versions-${deleted}-${bounded ? 'between' : 'from'}`,
    text: latestOnly
      ? `SELECT ${versionColumns} FROM (${latest}) AS v ${page}`
      : `SELECT ${versionColumns} ${filter} ${page}`,
  };
}

/** The highest id of a schema that was ever stored: a sequence also counts ids that came to nothing. */
export const maxSchemaId: Statement = {
  name: 'max-schema-id',
  text: `SELECT greatest(
      (SELECT value FROM schemagate.counters WHERE name = 'highest_removed_schema_id'),
      (SELECT max(id) FROM schemagate.schemas)
    ) AS id`,
};

export const settings: Statement = {
  name: 'settings',
  text: 'SELECT config, mode FROM schemagate.settings WHERE key = $1',
};

export const scopesWithMode: Statement = {
  name: 'scopes-with-mode',
  text: 'SELECT key FROM schemagate.settings WHERE mode IS NOT NULL ORDER BY key',
};

export const property: Statement = {
  name: 'property',
  text: 'SELECT value FROM schemagate.properties WHERE name = $1',
};

export const revisions: Statement = {
  name: 'revisions',
  text: 'SELECT key, revision, referrers_revision FROM schemagate.scopes WHERE key = ANY ($1::bytea[])',
};

export const ping: Statement = { name: 'ping', text: 'SELECT 1 FROM schemagate.counters LIMIT 1' };
