import type { Guid, SchemaId, StoredSchema, SubjectVersion, Version } from '../../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../../registry/settings.ts';
import type { GuardScope, SubjectSummary, VersionQuery } from '../../registry/store.ts';
import { fromJson } from '../common/json-column.ts';
import type { SchemaRow } from '../common/schema-row.ts';
import { schemaOfRow } from '../common/schema-row.ts';
import type { ScopeFacts } from '../common/scope-facts.ts';
import { textHash } from '../common/text-hash.ts';
import * as sql from './queries.ts';
import { scopeKey, settingsScopeOf } from './scope-key.ts';
import { bind, type Parameter, type RunQuery, type Statement } from './statement.ts';
import { endOfPrefix, subjectKey, subjectOfKey } from './subject-key.ts';
import type { VersionRow } from './version-row.ts';
import { versionOfRow } from './version-row.ts';

/** The reads of `Store`: each one statement, so each sees one state of the database. */
export class Reader {
  readonly #run: RunQuery;

  constructor(run: RunQuery) {
    this.#run = run;
  }

  async schema(id: SchemaId): Promise<StoredSchema | undefined> {
    const [row] = await this.#run<SchemaRow>(bind(sql.schema, id));
    return row && schemaOfRow(row);
  }

  async schemasByGuid(guid: Guid): Promise<StoredSchema[]> {
    return (await this.#run<SchemaRow>(bind(sql.schemasByGuid, guid))).map(schemaOfRow);
  }

  versions(subject: string): Promise<SubjectVersion[]> {
    return this.#versions(sql.versions, subjectKey(subject));
  }

  async version(subject: string, version: Version): Promise<SubjectVersion | undefined> {
    return (await this.#versions(sql.version, subjectKey(subject), version))[0];
  }

  async latestVersion(subject: string): Promise<SubjectVersion | undefined> {
    return (await this.#versions(sql.latestVersion, subjectKey(subject)))[0];
  }

  versionsWithText(subject: string, text: string): Promise<SubjectVersion[]> {
    return this.#versions(sql.versionsWithText, subjectKey(subject), textHash(text), text);
  }

  versionsOfSchema(id: SchemaId): Promise<SubjectVersion[]> {
    return this.#versions(sql.versionsOfSchema, id);
  }

  referrers(subject: string, version: Version): Promise<SubjectVersion[]> {
    return this.#versions(sql.referrers, subjectKey(subject), version);
  }

  async subjects(prefix: string): Promise<SubjectSummary[]> {
    const end = endOfPrefix(prefix);
    const query = bind(sql.subjects(end !== undefined), subjectKey(prefix), ...(end ? [end] : []));
    const rows = await this.#run<{ subject: Buffer; live: boolean }>(query);
    return rows.map(({ subject, live }) => ({ subject: subjectOfKey(subject), live }));
  }

  async allVersions(query: VersionQuery): Promise<SubjectVersion[]> {
    const end = endOfPrefix(query.prefix);
    const statement = sql.allVersions(query, end !== undefined);
    const limits = [query.limit ?? null, query.offset];
    return this.#versions(statement, subjectKey(query.prefix), ...limits, ...(end ? [end] : []));
  }

  async maxSchemaId(): Promise<number> {
    const [row] = await this.#run<{ id: number }>(bind(sql.maxSchemaId));
    return row?.id ?? 0;
  }

  async config(scope: SettingsScope): Promise<Config | undefined> {
    return fromJson((await this.#settings(scope))?.config) as Config | undefined;
  }

  async mode(scope: SettingsScope): Promise<Mode | undefined> {
    return (await this.#settings(scope))?.mode ?? undefined;
  }

  async subjectsWithMode(): Promise<string[]> {
    const rows = await this.#run<{ key: Buffer }>(bind(sql.scopesWithMode));
    const scopes = rows.map(({ key }) => settingsScopeOf(key));
    return scopes.flatMap((scope) => (scope.kind === 'subject' ? [scope.subject] : []));
  }

  async property(name: string): Promise<string | undefined> {
    const [row] = await this.#run<{ value: string }>(bind(sql.property, name));
    return row?.value;
  }

  async revisions(scopes: readonly GuardScope[]): Promise<number[]> {
    const keys = scopes.map((scope) => scopeKey(scope));
    const rows = await this.#run<RevisionRow>(bind(sql.revisions, keys));
    const found = new Map(rows.map((row) => [row.key.toString('latin1'), row]));
    return scopes.map((scope, index) => {
      const row = found.get(keys[index]?.toString('latin1') ?? '');
      return (scope.kind === 'referrers' ? row?.referrers_revision : row?.revision) ?? 0;
    });
  }

  async scopeFacts(scopes: readonly SettingsScope[]): Promise<ScopeFacts[]> {
    const names = scopes.map((scope) => scopeKey(scope));
    const keys = [...new Map(names.map((key) => [key.toString('latin1'), key])).values()];
    const rows = await this.#run<ScopeRow>(bind(sql.scopeFacts, keys));
    const found = new Map(rows.map((row) => [row.key.toString('latin1'), row]));
    return names.map((key) => scopeFactsOf(found.get(key.toString('latin1'))));
  }

  async ping(): Promise<void> {
    await this.#run(bind(sql.ping));
  }

  async #versions(statement: Statement, ...values: Parameter[]): Promise<SubjectVersion[]> {
    return (await this.#run<VersionRow>(bind(statement, ...values))).map(versionOfRow);
  }

  async #settings(scope: SettingsScope): Promise<SettingsRow | undefined> {
    return (await this.#run<SettingsRow>(bind(sql.settings, scopeKey(scope))))[0];
  }
}

interface RevisionRow {
  readonly key: Buffer;
  readonly revision: number;
  readonly referrers_revision: number;
}

interface SettingsRow {
  readonly config: string | null;
  readonly mode: Mode | null;
}

interface ScopeRow extends SettingsRow {
  readonly key: Buffer;
  readonly revision: number | null;
  readonly referrers_revision: number | null;
  readonly has_versions: boolean;
}

function scopeFactsOf(row: ScopeRow | undefined): ScopeFacts {
  return {
    revision: row?.revision ?? 0,
    referrersRevision: row?.referrers_revision ?? 0,
    config: fromJson(row?.config) as Config | undefined,
    mode: row?.mode ?? undefined,
    hasVersions: row?.has_versions ?? false,
  };
}
