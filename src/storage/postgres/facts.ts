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
const begin: Statement = { name: 'begin', text: 'BEGIN ISOLATION LEVEL READ COMMITTED' };

// Locks what is there and makes what isn't, and lets the revisions grow at once: no change in conflict is
// the rule. In one order everywhere, so that no two transactions wait for each other.
const takeScopes: Statement = {
  name: 'take-scopes',
  text: `INSERT INTO schemagate.scopes AS s (key, revision, referrers_revision)
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[])
    ON CONFLICT (key) DO UPDATE SET revision = s.revision + excluded.revision,
      referrers_revision = s.referrers_revision + excluded.referrers_revision
    RETURNING key, revision, referrers_revision`,
};

const shareGlobal: Statement = {
  name: 'share-global',
  text: 'SELECT key, revision, referrers_revision FROM schemagate.scopes WHERE key = $1 FOR SHARE',
};

// Each row is looked up by itself: joins would be planned while the tables are small, and kept too long.

// Locked, so that nobody removes them until a version holds them.
const holdContents: Statement = {
  name: 'hold-contents',
  text: `SELECT s.id, s.guid, s.type FROM unnest($1::text[], $2::text[]) AS wanted (guid, type)
    CROSS JOIN LATERAL (
      SELECT id, guid, type FROM schemagate.schemas AS c
      WHERE c.guid = wanted.guid AND c.type = wanted.type FOR KEY SHARE
    ) AS s`,
};

const findVersions: Statement = {
  name: 'find-versions',
  text: `SELECT wanted.subject, wanted.version, v.id, v.guid, v.type
    FROM unnest($1::bytea[], $2::integer[]) AS wanted (subject, version)
    CROSS JOIN LATERAL (
      SELECT s.id, s.guid, s.type FROM schemagate.versions AS f JOIN schemagate.schemas AS s ON s.id = f.schema_id
      WHERE f.subject = wanted.subject AND f.version = wanted.version LIMIT 1
    ) AS v`,
};

/** Begins a transaction, locks and reads; `factsOf` takes the rows. One round trip when sent together. */
export function factQueries({ exclusive, sharesGlobal, contents, versions }: Needs): readonly Query[] {
  const queries = [bind(begin)];
  if (sharesGlobal) queries.push(bind(shareGlobal, scopeKey({ kind: 'global' })));
  if (exclusive.length > 0) {
    const keys = exclusive.map(({ key }) => key);
    const growth = exclusive.map(({ growth }) => growth);
    queries.push(
      bind(
        takeScopes,
        keys,
        growth,
        exclusive.map(({ referrersGrowth }) => referrersGrowth),
      ),
    );
  }
  if (contents.length > 0) {
    const guids = contents.map(({ guid }) => guid);
    queries.push(
      bind(
        holdContents,
        guids,
        contents.map(({ schemaType }) => schemaType),
      ),
    );
  }
  if (versions.length > 0) {
    const subjects = versions.map(({ subject }) => subject);
    queries.push(
      bind(
        findVersions,
        subjects,
        versions.map(({ version }) => version),
      ),
    );
  }
  return queries;
}

/** What was stored of what the changes name, before them. */
export interface Facts {
  /** By scope key, as latin1. */
  readonly revisions: ReadonlyMap<string, Revisions>;
  /** By content name. */
  readonly schemaIds: ReadonlyMap<string, SchemaId>;
  /** By number and subject, with a space between. */
  readonly versions: ReadonlyMap<string, StoredVersion>;
}

export interface Revisions {
  readonly own: number;
  readonly referrers: number;
}

export interface StoredVersion {
  readonly content: ContentKey;
  readonly schemaId: SchemaId;
}

/** The facts in the rows of each of the queries. */
export function factsOf(
  { exclusive }: Needs,
  queries: readonly Query[],
  rows: readonly (readonly unknown[])[],
): Facts {
  const revisions = new Map<string, Revisions>();
  const schemaIds = new Map<string, SchemaId>();
  const versions = new Map<string, StoredVersion>();
  const grown = new Map(exclusive.map((scope) => [scope.key.toString('latin1'), scope]));
  for (const [index, { name }] of queries.entries()) {
    const found = rows[index] ?? [];
    if (name === takeScopes.name || name === shareGlobal.name) {
      for (const row of found as ScopeRow[]) {
        const key = row.key.toString('latin1');
        const { growth = 0, referrersGrowth = 0 } = grown.get(key) ?? {};
        revisions.set(key, {
          own: row.revision - growth,
          referrers: row.referrers_revision - referrersGrowth,
        });
      }
    } else if (name === holdContents.name) {
      for (const row of found as ContentRow[]) schemaIds.set(contentName(contentOf(row)), row.id);
    } else if (name === findVersions.name) {
      for (const row of found as VersionRow[]) {
        const stored = { content: contentOf(row), schemaId: row.id };
        versions.set(`${row.version} ${subjectOfKey(row.subject)}`, stored);
      }
    }
  }
  return { revisions, schemaIds, versions };
}

interface ScopeRow {
  readonly key: Buffer;
  readonly revision: number;
  readonly referrers_revision: number;
}

interface ContentRow {
  readonly id: SchemaId;
  readonly guid: Guid;
  readonly type: SchemaType;
}

interface VersionRow extends ContentRow {
  readonly subject: Buffer;
  readonly version: number;
}

function contentOf({ guid, type }: ContentRow): ContentKey {
  return { guid, schemaType: type };
}
