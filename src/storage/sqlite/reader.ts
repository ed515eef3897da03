import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Guid, SchemaId, StoredSchema, SubjectVersion, Version } from '../../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../../registry/settings.ts';
import type { GuardScope, SubjectSummary, VersionQuery } from '../../registry/store.ts';
import * as sql from './queries.ts';
import type { SchemaRow, VersionRow } from './rows.ts';
import { fromJson, schemaOfRow, versionOfRow } from './rows.ts';
import { ScopeMemory } from './scope-memory.ts';
import type { ScopeRow } from './scope-rows.ts';
import { revisionOf } from './scope-rows.ts';
import { subjectKey, subjectOfKey } from './subject-key.ts';
import { textHash } from './text-hash.ts';

/**
 * The reads of `Store`, synchronous: each one statement, so each sees one state of the database. Scopes are
 * remembered: see `forgetScopes`.
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
  readonly #scopes = new ScopeMemory<SettingsRow>();

  constructor(database: DatabaseSync) {
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
    const row = this.#schema.get(id) as SchemaRow | undefined;
    return row && schemaOfRow(row);
  }

  schemasByGuid(guid: Guid): StoredSchema[] {
    return (this.#schemasByGuid.all(guid) as unknown as SchemaRow[]).map(schemaOfRow);
  }

  versions(subject: string): SubjectVersion[] {
    return (this.#versions.all(subjectKey(subject)) as unknown as VersionRow[]).map(versionOfRow);
  }

  version(subject: string, version: Version): SubjectVersion | undefined {
    const row = this.#version.get(subjectKey(subject), version) as VersionRow | undefined;
    return row && versionOfRow(row);
  }

  latestVersion(subject: string): SubjectVersion | undefined {
    const row = this.#latestVersion.get(subjectKey(subject)) as VersionRow | undefined;
    return row && versionOfRow(row);
  }

  versionsWithText(subject: string, text: string): SubjectVersion[] {
    const rows = this.#versionsWithText.all({ subject: subjectKey(subject), text, hash: textHash(text) });
    return (rows as unknown as VersionRow[]).map(versionOfRow);
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

  revision(scope: GuardScope): number {
    return revisionOf(scope, this.#scope(scope));
  }

  /** To be called after every commit, also one that failed or whose outcome is not known. */
  forgetScopes(): void {
    this.#scopes.forget();
  }

  #scope(scope: GuardScope): SettingsRow | undefined {
    return this.#scopes.row(scope, () => {
      const row =
        scope.kind === 'global' ? this.#globalScope.get() : this.#subjectScope.get(subjectKey(scope.subject));
      return row as SettingsRow | undefined;
    });
  }
}

interface SettingsRow extends ScopeRow {
  readonly config: string | null;
  readonly mode: Mode | null;
}
