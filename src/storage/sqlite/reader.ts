import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Guid, SchemaId, StoredSchema, SubjectVersion, Version } from '../../registry/schema.ts';
import { type Config, type Mode, type SettingsScope, subjectScope } from '../../registry/settings.ts';
import type { Change, GuardScope, SubjectSummary, VersionQuery } from '../../registry/store.ts';
import { fromJson } from '../common/json-column.ts';
import type { SchemaRow } from '../common/schema-row.ts';
import { schemaOfRow } from '../common/schema-row.ts';
import { textHash } from '../common/text-hash.ts';
import * as sql from './queries.ts';
import { type OnRead, type QuestionKind, ReadMemory } from './read-memory.ts';
import type { ScopeRow } from './scope-rows.ts';
import { revisionOf } from './scope-rows.ts';
import { subjectKey, subjectOfKey } from './subject-key.ts';
import type { VersionRow } from './version-row.ts';
import { versionOfRow } from './version-row.ts';

/**
 * The reads of `Store`, synchronous: each one statement, so each sees one state of the database. What most
 * requests need is remembered until `changed`. An answer may be older than one about another scope that was read
 * beside it, but never older than the revision of its scope, which is read before and forgotten with it.
 */
export class Reader {
  readonly #schema: StatementSync;
  readonly #schemasByGuid: StatementSync;
  readonly #versions: StatementSync;
  readonly #version: StatementSync;
  readonly #latestVersion: StatementSync;
  readonly #versionsWithText: StatementSync;
  readonly #versionsOfSchema: StatementSync;
  readonly #referrers: StatementSync;
  readonly #subjects: StatementSync;
  readonly #allVersions: StatementSync;
  readonly #latestVersions: StatementSync;
  readonly #maxSchemaId: StatementSync;
  readonly #globalScope: StatementSync;
  readonly #subjectScope: StatementSync;
  readonly #subjectsWithMode: StatementSync;
  readonly #property: StatementSync;
  readonly #ofSchema: ReadMemory<SchemaId>;
  /** The topics are subjects; undefined is the global scope. */
  readonly #ofScope: ReadMemory<string | undefined>;

  constructor(database: DatabaseSync, onRead?: OnRead) {
    this.#ofSchema = new ReadMemory(onRead);
    this.#ofScope = new ReadMemory(onRead);
    this.#schema = database.prepare(sql.schema);
    this.#schemasByGuid = database.prepare(sql.schemasByGuid);
    this.#versions = database.prepare(sql.versions);
    this.#version = database.prepare(sql.version);
    this.#latestVersion = database.prepare(sql.latestVersion);
    this.#versionsWithText = database.prepare(sql.versionsWithText);
    this.#versionsOfSchema = database.prepare(sql.versionsOfSchema);
    this.#referrers = database.prepare(sql.referrers);
    this.#subjects = database.prepare(sql.subjects);
    // Half the time of objects, which counts where a list is long.
    this.#subjects.setReturnArrays(true);
    this.#allVersions = database.prepare(sql.allVersions);
    this.#latestVersions = database.prepare(sql.latestVersions);
    this.#maxSchemaId = database.prepare(sql.maxSchemaId);
    this.#globalScope = database.prepare(sql.globalScope);
    this.#subjectScope = database.prepare(sql.subjectScope);
    this.#subjectsWithMode = database.prepare(sql.subjectsWithMode);
    this.#property = database.prepare(sql.property);
  }

  schema(id: SchemaId): StoredSchema | undefined {
    const read = () => {
      const row = this.#schema.get(id) as SchemaRow | undefined;
      return row && schemaOfRow(row);
    };
    return this.#ofSchema.answer(id, 'schema', read, (schema) => schema?.text.length ?? 0);
  }

  schemasByGuid(guid: Guid): StoredSchema[] {
    return (this.#schemasByGuid.all(guid) as unknown as SchemaRow[]).map(schemaOfRow);
  }

  versions(subject: string): readonly SubjectVersion[] {
    return this.#versionsOf(subject, 'versions', () => this.#versions.all(subjectKey(subject)));
  }

  version(subject: string, version: Version): SubjectVersion | undefined {
    const read = () => this.#version.all(subjectKey(subject), version);
    return this.#versionsOf(subject, `version ${version}`, read)[0];
  }

  latestVersion(subject: string): SubjectVersion | undefined {
    return this.#versionsOf(subject, 'latest', () => this.#latestVersion.all(subjectKey(subject)))[0];
  }

  versionsWithText(subject: string, text: string): readonly SubjectVersion[] {
    const read = () =>
      this.#versionsWithText.all({ subject: subjectKey(subject), text, hash: textHash(text) });
    return this.#versionsOf(subject, text, read, 'text');
  }

  versionsOfSchema(id: SchemaId): SubjectVersion[] {
    return (this.#versionsOfSchema.all(id) as unknown as VersionRow[]).map(versionOfRow);
  }

  referrers(subject: string, version: Version): SubjectVersion[] {
    return (this.#referrers.all(subjectKey(subject), version) as unknown as VersionRow[]).map(versionOfRow);
  }

  subjects(prefix: string): SubjectSummary[] {
    const summaries: SubjectSummary[] = [];
    // Names with one prefix follow each other: the first without it ends them.
    const rows = this.#subjects.iterate(subjectKey(prefix)) as Iterable<unknown> as Iterable<
      [Uint8Array, number]
    >;
    for (const [key, live] of rows) {
      const subject = subjectOfKey(key);
      if (!subject.startsWith(prefix)) break;
      summaries.push({ subject, live: live === 1 });
    }
    return summaries;
  }

  allVersions(query: VersionQuery): SubjectVersion[] {
    const statement = query.latestOnly ? this.#latestVersions : this.#allVersions;
    const rows = statement.iterate({
      from: subjectKey(query.prefix),
      leastDeleted: query.deleted === 'only' ? 1 : 0,
      mostDeleted: query.deleted === 'exclude' ? 0 : 1,
      offset: query.offset,
      // Negative: no limit.
      limit: query.limit ?? -1,
    });
    const found: SubjectVersion[] = [];
    for (const row of rows) {
      const version = versionOfRow(row as unknown as VersionRow);
      if (!version.subject.startsWith(query.prefix)) break;
      found.push(version);
    }
    return found;
  }

  maxSchemaId(): number {
    return Number(this.#maxSchemaId.get()?.['seq'] ?? 0);
  }

  config(scope: SettingsScope): Config | undefined {
    return fromJson(this.#scope(scope)?.config) as Config | undefined;
  }

  mode(scope: SettingsScope): Mode | undefined {
    return this.#scope(scope)?.mode ?? undefined;
  }

  subjectsWithMode(): string[] {
    return this.#subjectsWithMode.all().map((row) => subjectOfKey(row['subject'] as Uint8Array));
  }

  property(name: string): string | undefined {
    return this.#property.get(name)?.['value'] as string | undefined;
  }

  revisions(scopes: readonly GuardScope[]): number[] {
    return scopes.map((scope) => revisionOf(scope, this.#scope(scope)));
  }

  /** To be told of every change that was committed. */
  changed({ guards, writes }: Change, schemaIds: readonly SchemaId[]): void {
    for (const { scope, changes } of guards) {
      if (changes) this.#ofScope.forget(topicOf(scope));
    }
    for (const write of writes) {
      if ('subject' in write) this.#ofScope.forget(write.subject);
      else if ('scope' in write) this.#ofScope.forget(topicOf(write.scope));
      if (write.kind === 'remove-versions') this.#ofSchema.forgetAll();
    }
    // Somebody may have asked for them before they were there.
    for (const id of schemaIds) this.#ofSchema.forget(id);
  }

  /** To be called when it is not known what a change did, or when it met another. */
  forget(): void {
    this.#ofSchema.forgetAll();
    this.#ofScope.forgetAll();
  }

  #versionsOf(
    subject: string,
    question: string,
    read: () => unknown,
    kind: QuestionKind = 'words',
  ): readonly SubjectVersion[] {
    // Every subject that has versions has a row among the scopes, which mostly is known already.
    if (this.#scope(subjectScope(subject)) === undefined) return [];
    const readVersions = () => (read() as VersionRow[]).map(versionOfRow);
    return this.#ofScope.answer(subject, question, readVersions, weightOfVersions, kind);
  }

  #scope(scope: GuardScope): SettingsRow | undefined {
    const subject = topicOf(scope);
    const read = () =>
      (subject === undefined ? this.#globalScope.get() : this.#subjectScope.get(subjectKey(subject))) as
        | SettingsRow
        | undefined;
    return this.#ofScope.answer(subject, 'scope', read, (row) => row?.config?.length ?? 0);
  }
}

function topicOf(scope: GuardScope): string | undefined {
  return scope.kind === 'global' ? undefined : scope.subject;
}

/** Memory for a version, in characters. */
const versionWeight = 150;

function weightOfVersions(versions: readonly SubjectVersion[]): number {
  return versions.length * versionWeight;
}

interface SettingsRow extends ScopeRow {
  readonly config: string | null;
  readonly mode: Mode | null;
}
