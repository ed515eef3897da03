import type { Guid, SchemaId, SchemaType } from '../../registry/schema.ts';
import type { ContentKey } from '../../registry/store.ts';
import type { Needs } from './change-needs.ts';
import { contentName } from './change-needs.ts';
import { scopeKey } from './scope-key.ts';
import type { Query, Statement } from './statement.ts';
import { bind } from './statement.ts';
import { subjectOfKey } from './subject-key.ts';

// Each statement of a transaction sees what was committed before that statement began, so what is read
// below the locks is current, and stays so until the transaction ends.
const begin: Statement = { name: 'begin', text: 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE' };

const ensureScopes: Statement = {
  name: 'ensure-scopes',
  text: `INSERT INTO schemagate.scopes (key) SELECT key FROM unnest($1::bytea[]) AS key ORDER BY key
    ON CONFLICT (key) DO NOTHING`,
};

// In one order everywhere, so that no two transactions wait for each other.
const lockScopes: Statement = {
  name: 'lock-scopes',
  text: `SELECT key, revision FROM schemagate.scopes WHERE key = ANY ($1::bytea[]) ORDER BY key FOR UPDATE`,
};

const shareScopes: Statement = {
  name: 'share-scopes',
  text: `SELECT key, revision FROM schemagate.scopes WHERE key = ANY ($1::bytea[]) ORDER BY key FOR SHARE`,
};

// Locked, so that nobody removes them until a version holds them.
const holdContents: Statement = {
  name: 'hold-contents',
  text: `SELECT s.id, s.guid, s.type FROM schemagate.schemas AS s
    JOIN unnest($1::text[], $2::text[]) AS wanted (guid, type) ON s.guid = wanted.guid AND s.type = wanted.type
    ORDER BY s.guid, s.type FOR KEY SHARE OF s`,
};

const findVersions: Statement = {
  name: 'find-versions',
  text: `SELECT v.subject, v.version, v.schema_id, s.guid, s.type FROM schemagate.versions AS v
    JOIN unnest($1::bytea[], $2::integer[]) AS wanted (subject, version)
      ON v.subject = wanted.subject AND v.version = wanted.version
    JOIN schemagate.schemas AS s ON s.id = v.schema_id`,
};

/** Begins a transaction, locks and reads; `factsOf` takes the rows. One round trip when sent together. */
export function factQueries(needs: Needs): readonly Query[] {
  const { exclusive, contents, versions } = needs;
  const global = needs.global === 'none' ? [] : [scopeKey({ kind: 'global' })];
  const queries = [bind(begin)];
  if (global.length + exclusive.length > 0) queries.push(bind(ensureScopes, [...global, ...exclusive]));
  if (needs.global === 'shared') queries.push(bind(shareScopes, global));
  const alone = needs.global === 'exclusive' ? [...global, ...exclusive] : exclusive;
  if (alone.length > 0) queries.push(bind(lockScopes, alone));
  if (contents.length > 0) {
    const guids = contents.map(({ guid }) => guid);
    const types = contents.map(({ schemaType }) => schemaType);
    queries.push(bind(holdContents, guids, types));
  }
  if (versions.length > 0) {
    const subjects = versions.map(({ subject }) => subject);
    const numbers = versions.map(({ version }) => version);
    queries.push(bind(findVersions, subjects, numbers));
  }
  return queries;
}

/** What is stored of what the changes name. */
export interface Facts {
  /** By scope key, as latin1. */
  readonly revisions: ReadonlyMap<string, number>;
  /** By content name. */
  readonly schemaIds: ReadonlyMap<string, SchemaId>;
  /** By number and subject, with a space between. */
  readonly versions: ReadonlyMap<string, StoredVersion>;
}

export interface StoredVersion {
  readonly content: ContentKey;
  readonly schemaId: SchemaId;
}

/** The facts in the rows of each of the queries. */
export function factsOf(queries: readonly Query[], rows: readonly (readonly unknown[])[]): Facts {
  const revisions = new Map<string, number>();
  const schemaIds = new Map<string, SchemaId>();
  const versions = new Map<string, StoredVersion>();
  for (const [index, { name }] of queries.entries()) {
    const found = rows[index] ?? [];
    if (name === lockScopes.name || name === shareScopes.name) {
      for (const { key, revision } of found as ScopeRow[]) revisions.set(key.toString('latin1'), revision);
    } else if (name === holdContents.name) {
      for (const row of found as ContentRow[]) schemaIds.set(contentName(contentOf(row)), row.id as SchemaId);
    } else if (name === findVersions.name) {
      for (const row of found as VersionRow[]) {
        const stored = { content: contentOf(row), schemaId: row.schema_id as SchemaId };
        versions.set(`${row.version} ${subjectOfKey(row.subject)}`, stored);
      }
    }
  }
  return { revisions, schemaIds, versions };
}

interface ScopeRow {
  readonly key: Buffer;
  readonly revision: number;
}

interface ContentRow {
  readonly id: number;
  readonly guid: string;
  readonly type: string;
}

interface VersionRow {
  readonly subject: Buffer;
  readonly version: number;
  readonly schema_id: number;
  readonly guid: string;
  readonly type: string;
}

function contentOf({ guid, type }: { readonly guid: string; readonly type: string }): ContentKey {
  return { guid: guid as Guid, schemaType: type as SchemaType };
}
