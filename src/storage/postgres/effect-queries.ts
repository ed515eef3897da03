import { toJson } from '../common/json-column.ts';
import { textHash } from '../common/text-hash.ts';
import { contentName, type Needs } from './change-needs.ts';
import type { Effect, VersionEffect, WriteOf } from './effect.ts';
import { contentKeyOf } from './effect.ts';
import type { Facts } from './facts.ts';
import { outboxQueries } from './outbox-queries.ts';
import { scopeName, settingsScopeOf } from './scope-key.ts';
import type { Query, Statement } from './statement.ts';
import { bind } from './statement.ts';
import { subjectKey } from './subject-key.ts';

// The scopes are locked and have grown already, as if no change were in conflict.
const correctRevisions: Statement = {
  name: 'correct-revisions',
  text: `UPDATE schemagate.scopes AS s SET revision = s.revision - e.excess,
      referrers_revision = s.referrers_revision - e.referrers_excess
    FROM unnest($1::bytea[], $2::bigint[], $3::bigint[]) AS e (key, excess, referrers_excess)
    WHERE s.key = e.key`,
};

const removeVersions: Statement = {
  name: 'remove-versions',
  text: `DELETE FROM schemagate.versions AS v USING unnest($1::bytea[], $2::integer[]) AS r (subject, version)
    WHERE v.subject = r.subject AND v.version = r.version`,
};

const markDeleted: Statement = {
  name: 'mark-deleted',
  text: `UPDATE schemagate.versions AS v SET deleted = true, timestamp = m.timestamp
    FROM unnest($1::bytea[], $2::integer[], $3::bigint[]) AS m (subject, version, timestamp)
    WHERE v.subject = m.subject AND v.version = m.version`,
};

/**
 * Contents get their ids in the order given, and are inserted in one order everywhere, so that no two
 * transactions wait for each other. When another transaction was first with a content, its id is unknown
 * here and a version gets NULL for it, which the table refuses: the batch is decided again.
 */
export const addVersions: Statement = {
  name: 'add-versions',
  text: `WITH numbered AS MATERIALIZED (
      SELECT nextval('schemagate.schema_ids') AS id, c.*
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
        AS c (guid, type, text, refs, metadata, rule_set)
    ), inserted AS (
      INSERT INTO schemagate.schemas (id, guid, type, text, refs, metadata, rule_set)
      SELECT id, guid, type, text, refs, metadata, rule_set FROM numbered ORDER BY guid, type
      ON CONFLICT (guid, type) DO NOTHING RETURNING id, guid, type
    ), referring AS (
      INSERT INTO schemagate.schema_references (subject, version, schema_id)
      SELECT r.subject, r.version, i.id
      FROM unnest($7::bytea[], $8::integer[], $9::text[], $10::text[]) AS r (subject, version, guid, type)
      JOIN inserted AS i ON i.guid = r.guid AND i.type = r.type
    ), added AS (
      INSERT INTO schemagate.versions (subject, version, schema_id, text_hash, deleted, timestamp)
      SELECT v.subject, v.version, coalesce(v.schema_id, i.id), v.text_hash, v.deleted, v.timestamp
      FROM unnest($11::bytea[], $12::integer[], $13::bigint[], $14::text[], $15::text[], $16::bigint[],
          $17::boolean[], $18::bigint[])
        AS v (subject, version, schema_id, guid, type, text_hash, deleted, timestamp)
      LEFT JOIN inserted AS i ON i.guid = v.guid AND i.type = v.type
    )
    SELECT id, guid, type FROM inserted`,
};

// Waits for whoever is about to let a version hold one of them; the next statement then sees that version.
const lockContents: Statement = {
  name: 'lock-contents',
  text: `SELECT s.id FROM schemagate.schemas AS s
    JOIN unnest($1::text[], $2::text[]) AS r (guid, type) ON s.guid = r.guid AND s.type = r.type
    ORDER BY s.guid, s.type FOR UPDATE OF s`,
};

const removeUnheld: Statement = {
  name: 'remove-unheld',
  text: `WITH removed AS (
      DELETE FROM schemagate.schemas AS s USING unnest($1::text[], $2::text[]) AS r (guid, type)
      WHERE s.guid = r.guid AND s.type = r.type
        AND NOT EXISTS (SELECT FROM schemagate.versions AS v WHERE v.schema_id = s.id)
      RETURNING s.id
    )
    UPDATE schemagate.counters SET value = greatest(value, (SELECT max(id) FROM removed))
    WHERE name = 'highest_removed_schema_id' AND EXISTS (SELECT FROM removed)`,
};

const setConfigs: Statement = {
  name: 'set-configs',
  text: `INSERT INTO schemagate.settings (key, config) SELECT * FROM unnest($1::bytea[], $2::text[])
    ON CONFLICT (key) DO UPDATE SET config = excluded.config`,
};

const setModes: Statement = {
  name: 'set-modes',
  text: `INSERT INTO schemagate.settings (key, mode) SELECT * FROM unnest($1::bytea[], $2::text[])
    ON CONFLICT (key) DO UPDATE SET mode = excluded.mode`,
};

const setProperties: Statement = {
  name: 'set-properties',
  text: `INSERT INTO schemagate.properties (name, value) SELECT * FROM unnest($1::text[], $2::text[])
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
};

/** What brings the effect into the database, in this order; empty when it changes nothing. */
export function effectQueries(effect: Effect, facts: Facts, needs: Needs): readonly Query[] {
  const { configs, modes, properties, outbox } = effect;
  const queries = [...correctionQueries(effect, needs), ...versionQueries(effect, facts)];
  if (configs.size > 0) {
    const values = [...configs.values()].map(({ config }) => toJson(config));
    queries.push(bind(setConfigs, scopeKeys(configs), values));
  }
  if (modes.size > 0) {
    const values = [...modes.values()].map(({ mode }) => mode ?? null);
    queries.push(bind(setModes, scopeKeys(modes), values));
  }
  if (properties.size > 0) {
    queries.push(bind(setProperties, [...properties.keys()], [...properties.values()]));
  }
  return outbox.length > 0 ? [...queries, ...outboxQueries(outbox)] : queries;
}

function correctionQueries({ growth }: Effect, { exclusive }: Needs): Query[] {
  const wrong = exclusive
    .map((scope) => {
      const { own, referrers } = namesOfKey(scope.key);
      return {
        key: scope.key,
        excess: scope.growth - (growth.get(own)?.by ?? 0),
        referrersExcess: scope.referrersGrowth - (growth.get(referrers)?.by ?? 0),
      };
    })
    .filter(({ excess, referrersExcess }) => excess + referrersExcess > 0);
  if (wrong.length === 0) return [];
  const keys = wrong.map(({ key }) => key);
  const excess = wrong.map(({ excess }) => excess);
  return [
    bind(
      correctRevisions,
      keys,
      excess,
      wrong.map(({ referrersExcess }) => referrersExcess),
    ),
  ];
}

/** The names of the scopes that share a row. */
function namesOfKey(key: Buffer): { readonly own: string; readonly referrers: string } {
  const scope = settingsScopeOf(key);
  const referrers = scope.kind === 'global' ? '' : scopeName({ kind: 'referrers', subject: scope.subject });
  return { own: scopeName(scope), referrers };
}

function scopeKeys(map: ReadonlyMap<string, unknown>): Buffer[] {
  return [...map.keys()].map((key) => Buffer.from(key, 'latin1'));
}

interface AddedVersion extends VersionEffect {
  readonly state: Extract<VersionEffect['state'], { kind: 'added' }>;
}

function versionQueries(effect: Effect, facts: Facts): Query[] {
  const all = [...effect.versions];
  // Also those that are added again: the row of before goes first.
  const removed = all.filter(([name, { state }]) => state.kind !== 'marked' && facts.versions.has(name));
  const marked = all.flatMap(([, { subject, version, state }]) =>
    state.kind === 'marked' ? [{ subject, version, deletedAt: state.deletedAt }] : [],
  );
  const added = all.flatMap(([, { state, ...name }]) => (state.kind === 'added' ? [{ ...name, state }] : []));
  const fresh = [...effect.contents].filter(([name]) => !facts.schemaIds.has(name)).map(([, write]) => write);

  const queries: Query[] = [];
  if (removed.length > 0) {
    const names = removed.map(([, name]) => name);
    queries.push(
      bind(
        removeVersions,
        subjectKeys(names),
        names.map(({ version }) => version),
      ),
    );
  }
  if (marked.length > 0) {
    const times = marked.map(({ deletedAt }) => deletedAt);
    queries.push(
      bind(
        markDeleted,
        subjectKeys(marked),
        marked.map(({ version }) => version),
        times,
      ),
    );
  }
  if (added.length + fresh.length > 0) queries.push(addQuery(fresh, added, facts));
  return [...queries, ...removalQueries(effect, facts, added)];
}

function addQuery(
  fresh: readonly WriteOf<'add-version'>[],
  added: readonly AddedVersion[],
  facts: Facts,
): Query {
  const references = fresh.flatMap(({ guid, content }) => {
    // A schema may name one version twice.
    const named = new Map(content.references.map((each) => [`${each.version} ${each.subject}`, each]));
    return [...named.values()].map(({ subject, version }) => ({
      subject,
      version,
      guid,
      type: content.schemaType,
    }));
  });
  const writes = added.map(({ state }) => state.write);
  return bind(
    addVersions,
    fresh.map(({ guid }) => guid),
    fresh.map(({ content }) => content.schemaType),
    fresh.map(({ content }) => content.text),
    fresh.map(({ content }) => (content.references.length > 0 ? toJson(content.references) : null)),
    fresh.map(({ content }) => toJson(content.metadata)),
    fresh.map(({ content }) => toJson(content.ruleSet)),
    subjectKeys(references),
    references.map(({ version }) => version),
    references.map(({ guid }) => guid),
    references.map(({ type }) => type),
    subjectKeys(added),
    added.map(({ version }) => version),
    writes.map((write) => facts.schemaIds.get(contentName(contentKeyOf(write))) ?? null),
    writes.map(({ guid }) => guid),
    writes.map(({ content }) => content.schemaType),
    writes.map(({ content }) => textHash(content.text)),
    added.map(({ state }) => state.deletedAt !== undefined),
    added.map(({ state }) => state.deletedAt ?? state.write.timestamp),
  );
}

/** Of the contents that a version gave up, or that were added in vain, those go that no version holds. */
function removalQueries(effect: Effect, facts: Facts, added: readonly AddedVersion[]): Query[] {
  const released = new Map([...effect.contents].map(([name, write]) => [name, contentKeyOf(write)]));
  for (const [name, { state }] of effect.versions) {
    const before = facts.versions.get(name);
    if (before && state.kind !== 'marked') released.set(contentName(before.content), before.content);
  }
  for (const { state } of added) released.delete(contentName(contentKeyOf(state.write)));
  if (released.size === 0) return [];
  const keys = [...released.values()];
  const values = [keys.map(({ guid }) => guid), keys.map(({ schemaType }) => schemaType)] as const;
  return [bind(lockContents, ...values), bind(removeUnheld, ...values)];
}

function subjectKeys(names: readonly { readonly subject: string }[]): Buffer[] {
  return names.map(({ subject }) => subjectKey(subject));
}
