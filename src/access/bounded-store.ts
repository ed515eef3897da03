import { refusals } from '../registry/refusals.ts';
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
import type { Bounds } from './bounds.ts';
import type { SubjectPrefixes } from './subject-prefixes.ts';

/**
 * A store as somebody with bounded rights may know it: other subjects, and schemas that they alone hold,
 * are not there, and changes of what may not be changed are refused, whichever way they came about.
 */
export class BoundedStore implements Store {
  readonly #whole: Store;
  readonly #read: SubjectPrefixes;
  readonly #change: SubjectPrefixes;

  constructor(whole: Store, { read, change }: Pick<Bounds, 'read' | 'change'>) {
    this.#whole = whole;
    this.#read = read;
    this.#change = change;
  }

  async schema(id: SchemaId): Promise<StoredSchema | undefined> {
    return (await this.#isHeld(id)) ? await this.#whole.schema(id) : undefined;
  }

  async schemasByGuid(guid: Guid): Promise<readonly StoredSchema[]> {
    const schemas = await this.#whole.schemasByGuid(guid);
    const held = await Promise.all(schemas.map(({ id }) => this.#isHeld(id)));
    return schemas.filter((_schema, index) => held[index]);
  }

  async versions(subject: string): Promise<readonly SubjectVersion[]> {
    return this.#read.has(subject) ? await this.#whole.versions(subject) : [];
  }

  async version(subject: string, version: Version): Promise<SubjectVersion | undefined> {
    return this.#read.has(subject) ? await this.#whole.version(subject, version) : undefined;
  }

  async latestVersion(subject: string): Promise<SubjectVersion | undefined> {
    return this.#read.has(subject) ? await this.#whole.latestVersion(subject) : undefined;
  }

  async versionsWithText(subject: string, text: string): Promise<readonly SubjectVersion[]> {
    return this.#read.has(subject) ? await this.#whole.versionsWithText(subject, text) : [];
  }

  async versionsOfSchema(id: SchemaId): Promise<readonly SubjectVersion[]> {
    return this.#ofReadable(await this.#whole.versionsOfSchema(id));
  }

  async referrers(subject: string, version: Version): Promise<readonly SubjectVersion[]> {
    return this.#read.has(subject) ? this.#ofReadable(await this.#whole.referrers(subject, version)) : [];
  }

  async subjects(prefix: string): Promise<readonly SubjectSummary[]> {
    const lists = this.#read.within(prefix).map((own) => this.#whole.subjects(own));
    return (await Promise.all(lists)).flat();
  }

  async allVersions({ offset, limit, ...query }: VersionQuery): Promise<readonly SubjectVersion[]> {
    const prefixes = this.#read.within(query.prefix);
    const [only] = prefixes;
    if (only !== undefined && prefixes.length === 1) {
      return await this.#whole.allVersions({ ...query, prefix: only, offset, limit });
    }
    const end = limit === undefined ? undefined : offset + limit;
    const found: SubjectVersion[] = [];
    // Prefixes are in order and apart, so that what follows another's versions follows all of them.
    for (const prefix of prefixes) {
      const wanted = end === undefined ? undefined : end - found.length;
      if (wanted === 0) break;
      found.push(...(await this.#whole.allVersions({ ...query, prefix, offset: 0, limit: wanted })));
    }
    return found.slice(offset);
  }

  async maxSchemaId(): Promise<number> {
    return await this.#whole.maxSchemaId();
  }

  async config(scope: SettingsScope): Promise<Config | undefined> {
    return this.#isReadable(scope) ? await this.#whole.config(scope) : undefined;
  }

  async mode(scope: SettingsScope): Promise<Mode | undefined> {
    return this.#isReadable(scope) ? await this.#whole.mode(scope) : undefined;
  }

  async subjectsWithMode(): Promise<readonly string[]> {
    return (await this.#whole.subjectsWithMode()).filter((subject) => this.#read.has(subject));
  }

  async property(name: string): Promise<string | undefined> {
    return await this.#whole.property(name);
  }

  async revisions(scopes: readonly GuardScope[]): Promise<readonly number[]> {
    return await this.#whole.revisions(scopes);
  }

  async refresh(scopes: readonly GuardScope[]): Promise<void> {
    await this.#whole.refresh(scopes);
  }

  /** Throws 40301 when the change writes anything out of bounds. */
  async commit(change: Change): Promise<CommitResult> {
    for (const write of change.writes) this.#refuseOutOfBounds(write);
    return await this.#whole.commit(change);
  }

  async ping(): Promise<void> {
    await this.#whole.ping();
  }

  /** Leaves the store itself open: others use it too. */
  async close(): Promise<void> {
    await Promise.resolve();
  }

  #ofReadable(versions: readonly SubjectVersion[]): readonly SubjectVersion[] {
    return versions.filter(({ subject }) => this.#read.has(subject));
  }

  async #isHeld(id: SchemaId): Promise<boolean> {
    const holders = await this.#whole.versionsOfSchema(id);
    return holders.some(({ subject }) => this.#read.has(subject));
  }

  #isReadable(scope: SettingsScope): boolean {
    return scope.kind === 'global' || this.#read.has(scope.subject);
  }

  #refuseOutOfBounds(write: Write): void {
    const subject = changedSubject(write);
    const allowed = subject === undefined ? this.#change.isAll : this.#change.has(subject);
    if (!allowed) throw refusals.forbidden(subject);
  }
}

/** The subject that a write changes; undefined when it is for all. */
function changedSubject(write: Write): string | undefined {
  if ('subject' in write) return write.subject;
  if (write.kind === 'set-property') return undefined;
  return write.scope.kind === 'subject' ? write.scope.subject : undefined;
}
