import { RegistryError } from '../registry/errors.ts';
import type { Guid, SchemaId, StoredSchema, SubjectVersion, Version } from '../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../registry/settings.ts';
import type {
  Change,
  CommitResult,
  GuardScope,
  Store,
  SubjectSummary,
  VersionQuery,
} from '../registry/store.ts';
import type { Answers } from './answers.ts';
import { type SchemaAnswer, storedSchemaOf } from './content.ts';
import { inTurns } from './in-turns.ts';
import { pathOf } from './paths.ts';

export interface EdgeStoreOptions {
  readonly answers: Answers;
  /** Keeps the answers, and what is this node's own. */
  readonly local: Store;
  /** Ends what was started for this store. */
  readonly onClose: () => void;
}

interface VersionAnswer {
  readonly id: SchemaId;
  /** Only newer registries tell. */
  readonly ts?: number;
}

interface Holder {
  readonly subject: string;
  readonly version: Version;
}

/**
 * The store of an edge node: everything is the upstream registry's, read there and kept. Ids are never given here,
 * so none can clash; changes are refused.
 */
export class EdgeStore implements Store {
  readonly #options: EdgeStoreOptions;
  readonly #answers: Answers;

  constructor(options: EdgeStoreOptions) {
    this.#options = options;
    this.#answers = options.answers;
  }

  /** Seconds since which answers may be out of date; undefined when they are current. */
  get staleFor(): number | undefined {
    return this.#answers.staleFor;
  }

  async schema(id: SchemaId): Promise<StoredSchema | undefined> {
    const answer = await this.#answers.lasting(`/schemas/ids/${id}`);
    return answer === undefined ? undefined : storedSchemaOf(id, answer as SchemaAnswer);
  }

  async schemasByGuid(guid: Guid): Promise<readonly StoredSchema[]> {
    const answer = await this.#answers.current(`/schemas/guids/${encodeURIComponent(guid)}/ids`);
    const ids = ((answer ?? []) as readonly { readonly id: SchemaId }[]).map(({ id }) => id);
    const schemas = await Promise.all(ids.map((id) => this.schema(id)));
    return schemas.filter((schema) => schema !== undefined).toSorted((a, b) => a.id - b.id);
  }

  async versions(subject: string): Promise<readonly SubjectVersion[]> {
    const [all, live] = await Promise.all([this.#numbers(subject, true), this.#numbers(subject, false)]);
    const found = await inTurns(all, (version) => this.#version(subject, version, !live.includes(version)));
    return found.filter((version) => version !== undefined);
  }

  async version(subject: string, version: Version): Promise<SubjectVersion | undefined> {
    const [all, live] = await Promise.all([this.#numbers(subject, true), this.#numbers(subject, false)]);
    return all.includes(version) ? this.#version(subject, version, !live.includes(version)) : undefined;
  }

  async latestVersion(subject: string): Promise<SubjectVersion | undefined> {
    const latest = (await this.#numbers(subject, false)).at(-1);
    return latest === undefined ? undefined : this.#version(subject, latest, false);
  }

  async versionsWithText(subject: string, text: string): Promise<readonly SubjectVersion[]> {
    const versions = (await this.versions(subject)).toReversed();
    const schemas = await inTurns(versions, ({ id }) => this.schema(id));
    return versions.filter((_version, index) => schemas[index]?.text === text);
  }

  /** Of each subject the highest version alone: registries tell no more. */
  async versionsOfSchema(id: SchemaId): Promise<readonly SubjectVersion[]> {
    const path = `/schemas/ids/${id}/versions`;
    const [all, live] = await Promise.all([this.#holders(`${path}?deleted=true`), this.#holders(path)]);
    const alive = new Set(live.map(nameOf));
    const each = new Map([...all, ...live].map((holder) => [nameOf(holder), holder]));
    return [...each]
      .map(([name, { subject, version }]) => ({
        subject,
        version,
        id,
        deleted: !alive.has(name),
        timestamp: 0,
      }))
      .toSorted(bySubjectAndVersion);
  }

  async referrers(subject: string, version: Version): Promise<readonly SubjectVersion[]> {
    const path = pathOf(subject);
    if (path === undefined) return [];
    const answer = await this.#answers.current(
      `/subjects/${path}/versions/${version}/referencedby?deleted=true`,
    );
    const found = await inTurns((answer ?? []) as readonly SchemaId[], (id) => this.versionsOfSchema(id));
    return found.flat();
  }

  async subjects(prefix: string): Promise<readonly SubjectSummary[]> {
    const [all, live] = await Promise.all([
      this.#answers.current('/subjects?deleted=true'),
      this.#answers.current('/subjects'),
    ]);
    const alive = new Set((live ?? []) as readonly string[]);
    const names = new Set([...((all ?? []) as readonly string[]), ...alive]);
    return [...names]
      .filter((subject) => subject.startsWith(prefix))
      .toSorted(byCodeUnits)
      .map((subject) => ({ subject, live: alive.has(subject) }));
  }

  async allVersions(query: VersionQuery): Promise<readonly SubjectVersion[]> {
    const { prefix, deleted, latestOnly, offset, limit } = query;
    const subjects = await this.subjects(prefix);
    const versions = await inTurns(subjects, ({ subject }) => this.versions(subject));
    const wanted = versions.map((each) =>
      each.filter((version) => deleted === 'include' || version.deleted === (deleted === 'only')),
    );
    const listed = wanted.flatMap((each) => (latestOnly ? each.slice(-1) : each));
    return listed.slice(offset, limit === undefined ? undefined : offset + limit);
  }

  maxSchemaId = (): Promise<number> => this.#options.local.maxSchemaId();

  async config(scope: SettingsScope): Promise<Config | undefined> {
    return (await this.#setting('/config', scope)) as Config | undefined;
  }

  async mode(scope: SettingsScope): Promise<Mode | undefined> {
    return ((await this.#setting('/mode', scope)) as { readonly mode: Mode } | undefined)?.mode;
  }

  /** Only changes ask for these, and none is made here. */
  subjectsWithMode = async (): Promise<readonly string[]> => [];
  revisions = async (scopes: readonly GuardScope[]): Promise<readonly number[]> => scopes.map(() => 0);
  refresh = async (): Promise<void> => undefined;

  property = (name: string): Promise<string | undefined> => this.#options.local.property(name);

  /** @throws RegistryError 42205 unless it is about this node alone */
  async commit(change: Change): Promise<CommitResult> {
    if (change.writes.every(({ kind }) => kind === 'set-property')) return this.#options.local.commit(change);
    throw new RegistryError(
      'operationNotPermitted',
      'This is a read-only edge of another registry: make changes there',
    );
  }

  /** What is known is served also when the upstream is away. */
  ping = (): Promise<void> => this.#options.local.ping();

  async close(): Promise<void> {
    this.#options.onClose();
    await this.#options.local.close();
  }

  async #version(subject: string, version: Version, deleted: boolean): Promise<SubjectVersion | undefined> {
    const answer = await this.#answers.lasting(
      `/subjects/${pathOf(subject)}/versions/${version}?deleted=true`,
    );
    if (answer === undefined) return undefined;
    const { id, ts = 0 } = answer as VersionAnswer;
    return { subject, version, id, deleted, timestamp: ts };
  }

  async #numbers(subject: string, deleted: boolean): Promise<readonly Version[]> {
    const path = pathOf(subject);
    if (path === undefined) return [];
    const query = deleted ? '?deleted=true' : '';
    const answer = await this.#answers.current(`/subjects/${path}/versions${query}`);
    return ((answer ?? []) as readonly Version[]).toSorted((a, b) => a - b);
  }

  async #holders(path: string): Promise<readonly Holder[]> {
    return ((await this.#answers.current(path)) ?? []) as readonly Holder[];
  }

  async #setting(path: string, scope: SettingsScope): Promise<unknown> {
    if (scope.kind === 'global') return this.#answers.current(path);
    const subject = pathOf(scope.subject);
    if (subject === undefined) return undefined;
    try {
      return await this.#answers.current(`${path}/${subject}`);
    } catch (error) {
      // Of a subject that was read before, settings would be known if it had any: that it has none is not kept,
      // or anybody could fill the disk with names.
      if (await this.#answers.knows(`/subjects/${subject}/versions`)) return undefined;
      throw error;
    }
  }
}

function nameOf({ subject, version }: Holder): string {
  return `${version} ${subject}`;
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function bySubjectAndVersion(a: Holder, b: Holder): number {
  return byCodeUnits(a.subject, b.subject) || a.version - b.version;
}
