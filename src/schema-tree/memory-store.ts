import type { DumpRecord } from '../registry/dump.ts';
import { compareCodeUnits } from '../registry/order.ts';
import type { Guid, SchemaId, StoredSchema, SubjectVersion, Version } from '../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../registry/settings.ts';
import type {
  Change,
  CommitResult,
  GuardScope,
  Store,
  SubjectSummary,
  VersionQuery,
  Write,
} from '../registry/store.ts';
import { markCommitted } from '../registry/succession.ts';

/** What a registry does not keep for itself. */
export type LoadableRecord = Exclude<DumpRecord, { readonly kind: 'property' | 'last-id' }>;

/** A store in memory, in which a change of a registry can be tried out before it is made. */
export class MemoryStore implements Store {
  readonly #schemas = new Map<SchemaId, StoredSchema>();
  readonly #versions = new Map<string, Map<Version, SubjectVersion>>();
  readonly #configs = new Map<string, Config>();
  readonly #modes = new Map<string, Mode>();
  readonly #properties = new Map<string, string>();
  readonly #revisions = new Map<string, number>();
  #lastId = 0;

  constructor(records: Iterable<LoadableRecord> = []) {
    for (const record of records) this.#load(record);
  }

  async schema(id: SchemaId): Promise<StoredSchema | undefined> {
    return this.#schemas.get(id);
  }

  async schemasByGuid(guid: Guid): Promise<readonly StoredSchema[]> {
    const found = [...this.#schemas.values()].filter((schema) => schema.guid === guid);
    return found.sort((a, b) => a.id - b.id);
  }

  async versions(subject: string): Promise<readonly SubjectVersion[]> {
    const versions = this.#versions.get(subject)?.values() ?? [];
    return [...versions].sort((a, b) => a.version - b.version);
  }

  async version(subject: string, version: Version): Promise<SubjectVersion | undefined> {
    return this.#versions.get(subject)?.get(version);
  }

  async latestVersion(subject: string): Promise<SubjectVersion | undefined> {
    return (await this.versions(subject)).findLast(({ deleted }) => !deleted);
  }

  async versionsWithText(subject: string, text: string): Promise<readonly SubjectVersion[]> {
    const versions = await this.versions(subject);
    return versions.filter(({ id }) => this.#schemas.get(id)?.text === text).reverse();
  }

  async versionsOfSchema(id: SchemaId): Promise<readonly SubjectVersion[]> {
    return this.#all().filter((version) => version.id === id);
  }

  async referrers(subject: string, version: Version): Promise<readonly SubjectVersion[]> {
    const refers = ({ id }: SubjectVersion) =>
      this.#schemas.get(id)?.references.some((to) => to.subject === subject && to.version === version);
    return this.#all()
      .filter(refers)
      .sort((a, b) => a.id - b.id);
  }

  async subjects(prefix: string): Promise<readonly SubjectSummary[]> {
    const names = [...this.#versions.keys()].filter((name) => name.startsWith(prefix));
    return names.sort(compareCodeUnits).map((subject) => {
      const versions = [...(this.#versions.get(subject)?.values() ?? [])];
      return { subject, live: versions.some(({ deleted }) => !deleted) };
    });
  }

  async allVersions({
    prefix,
    deleted,
    latestOnly,
    offset,
    limit,
  }: VersionQuery): Promise<readonly SubjectVersion[]> {
    const seen = this.#all().filter(
      (version) =>
        version.subject.startsWith(prefix) &&
        (deleted === 'include' || version.deleted === (deleted === 'only')),
    );
    const wanted = latestOnly
      ? seen.filter((version, index) => seen[index + 1]?.subject !== version.subject)
      : seen;
    return wanted.slice(offset, limit === undefined ? undefined : offset + limit);
  }

  async maxSchemaId(): Promise<number> {
    return this.#lastId;
  }

  async config(scope: SettingsScope): Promise<Config | undefined> {
    return this.#configs.get(keyOf(scope));
  }

  async mode(scope: SettingsScope): Promise<Mode | undefined> {
    return this.#modes.get(keyOf(scope));
  }

  async subjectsWithMode(): Promise<readonly string[]> {
    const keys = [...this.#modes.keys()].filter((key) => key !== keyOf({ kind: 'global' }));
    return keys.map((key) => key.slice(subjectKey.length)).sort(compareCodeUnits);
  }

  async property(name: string): Promise<string | undefined> {
    return this.#properties.get(name);
  }

  async refresh(): Promise<void> {
    // Nobody else changes it.
  }

  async revisions(scopes: readonly GuardScope[]): Promise<readonly number[]> {
    return scopes.map((scope) => this.#revisions.get(keyOf(scope)) ?? 0);
  }

  async commit(change: Change): Promise<CommitResult> {
    const { guards, writes, after } = change;
    const current = guards.every(
      ({ scope, revision }) => revision === 'any' || revision === (this.#revisions.get(keyOf(scope)) ?? 0),
    );
    if (!current || after?.committed === false) return { outcome: 'conflict' };
    markCommitted(change);
    for (const { scope, changes } of guards) {
      if (changes) this.#revisions.set(keyOf(scope), (this.#revisions.get(keyOf(scope)) ?? 0) + 1);
    }
    return { outcome: 'committed', schemaIds: writes.flatMap((write) => this.#write(write) ?? []) };
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}

  #all(): SubjectVersion[] {
    const versions = [...this.#versions.values()].flatMap((bySubject) => Array.from(bySubject.values()));
    return versions.sort((a, b) => compareCodeUnits(a.subject, b.subject) || a.version - b.version);
  }

  #load(record: LoadableRecord): void {
    switch (record.kind) {
      case 'schema': {
        const { kind: _kind, ...schema } = record;
        this.#schemas.set(schema.id, schema);
        this.#lastId = Math.max(this.#lastId, schema.id);
        break;
      }
      case 'version': {
        const { kind: _kind, ...version } = record;
        this.#put(version);
        break;
      }
      case 'config':
        this.#configs.set(keyOf(record.scope), record.config);
        break;
      case 'mode':
        this.#modes.set(keyOf(record.scope), record.mode);
        break;
    }
  }

  /** Answers the id that an added version got, if it added one. */
  #write(write: Write): SchemaId | undefined {
    switch (write.kind) {
      case 'add-version':
        return this.#add(write);
      case 'mark-deleted':
        for (const version of write.versions) {
          const found = this.#versions.get(write.subject)?.get(version);
          if (found) this.#put({ ...found, deleted: true, timestamp: write.timestamp });
        }
        break;
      case 'remove-versions':
        this.#remove(write.subject, write.versions);
        break;
      case 'set-config':
        set(this.#configs, keyOf(write.scope), write.config);
        break;
      case 'set-mode':
        set(this.#modes, keyOf(write.scope), write.mode);
        break;
      case 'set-property':
        this.#properties.set(write.name, write.value);
        break;
    }
    return undefined;
  }

  #add({ subject, version, content, guid, timestamp }: Extract<Write, { kind: 'add-version' }>): SchemaId {
    const same = [...this.#schemas.values()].find(
      (schema) => schema.guid === guid && schema.schemaType === content.schemaType,
    );
    const id = same?.id ?? ((this.#lastId += 1) as SchemaId);
    if (!same) this.#schemas.set(id, { ...content, id, guid });
    this.#put({ subject, version, id, deleted: false, timestamp });
    return id;
  }

  #put(version: SubjectVersion): void {
    const own = this.#versions.get(version.subject) ?? new Map<Version, SubjectVersion>();
    this.#versions.set(version.subject, own.set(version.version, version));
  }

  #remove(subject: string, versions: readonly Version[]): void {
    const own = this.#versions.get(subject);
    for (const version of versions) own?.delete(version);
    if (own?.size === 0) this.#versions.delete(subject);
    const held = new Set(this.#all().map(({ id }) => id));
    for (const id of this.#schemas.keys()) if (!held.has(id)) this.#schemas.delete(id);
  }
}

const subjectKey = 'subject:';

function keyOf(scope: GuardScope): string {
  if (scope.kind === 'global') return 'global';
  return scope.kind === 'subject' ? `${subjectKey}${scope.subject}` : `referrers:${scope.subject}`;
}

function set<T>(map: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
