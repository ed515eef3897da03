import type { DumpableStore, DumpRecord } from '../../registry/dump.ts';
import type { Guid, SchemaId, StoredSchema, SubjectVersion, Version } from '../../registry/schema.ts';
import type { Config, Mode, SettingsScope } from '../../registry/settings.ts';
import type {
  Change,
  CommitResult,
  GuardScope,
  Store,
  SubjectSummary,
  VersionQuery,
} from '../../registry/store.ts';
import type { CacheableStore, Notice } from './cacheable-store.ts';
import { CachedReads, type CachedReadsOptions } from './cached-reads.ts';
import {
  concernsReferrersOnly,
  everything,
  listings,
  referrersOf,
  referring,
  topicOfScope,
} from './topic-names.ts';
import { alteredTopics, newlyReferred, referredTopics, touchedTopics } from './touched-topics.ts';
import { Trust, type TrustStats } from './trust.ts';

export interface CachedStoreOptions extends Pick<CachedReadsOptions, 'onRead' | 'keepAsker'> {
  readonly store: CacheableStore;
  /** Told at each change by others, of the schemas and scopes about which nothing made before holds; undefined: of any. */
  readonly onForget?:
    | ((ids: readonly SchemaId[] | undefined, scopes?: readonly GuardScope[]) => void)
    | undefined;
  /** Bound on what is remembered, in characters. Default 32 million. */
  readonly maxWeight?: number;
  /** How long the database has for an answer when an old one is known, in milliseconds. Default 250. */
  readonly patience?: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
}

export interface CacheStats extends TrustStats {
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
  /** Characters, or what takes about as much. */
  readonly weight: number;
}

/** After a commit with unknown outcome its notice may still come, in milliseconds. */
const lateNotices = 60_000;

/** What a version takes, in characters. */
const versionWeight = 150;

const ofVersions = (versions: readonly unknown[]) => versions.length * versionWeight;
const ofOne = () => versionWeight;

/**
 * A store that remembers answers of another, which others change too. Its own changes show at once, those of
 * others when it is told of them (`onNotice`). While nobody tells (`onFeed`), it asks for all again, and
 * answers from memory only what the other store can't answer. What decisions rest on is never from memory:
 * `revisions` are of now, and what is asked after them is not older.
 */
export class CachedStore implements Store, DumpableStore {
  readonly #store: CacheableStore;
  readonly #reads: CachedReads;
  readonly #trust: Trust;
  readonly #onForget: NonNullable<CachedStoreOptions['onForget']>;
  readonly #now: () => number;
  #unknownUntil = -1;

  constructor({
    store,
    onForget,
    maxWeight = 32_000_000,
    patience = 250,
    now,
    onRead,
    keepAsker,
  }: CachedStoreOptions) {
    this.#store = store;
    this.#now = now ?? (() => performance.now());
    this.#trust = new Trust(this.#now);
    this.#reads = new CachedReads({ store, trust: this.#trust, maxWeight, patience, onRead, keepAsker });
    this.#onForget = onForget ?? (() => undefined);
  }

  /** Somebody changed something; this store's own changes come back too. */
  onNotice({ scopes, schemaIds, origin }: Notice): void {
    if (origin === this.#store.origin && this.#now() > this.#unknownUntil) return;
    const { topics } = this.#reads;
    if (scopes.some(({ kind }) => kind === 'global')) {
      topics.clear();
      this.#onForget(undefined);
      return;
    }
    this.#reads.doubt(scopes.filter(concernsReferrersOnly).map(topicOfScope));
    for (const scope of scopes) if (!concernsReferrersOnly(scope)) topics.drop(topicOfScope(scope));
    for (const id of schemaIds) topics.drop(topicOfSchema(id));
    topics.drop(everything);
    this.#reads.doubt([listings, referring]);
    this.#onForget(schemaIds, scopes);
  }

  /** Whether changes are told of from now on. */
  onFeed(state: 'listening' | 'lost'): void {
    this.#trust.becomes(state);
    this.#onForget(undefined);
  }

  /** Seconds since which answers may be out of date; undefined when they are as good as ever. */
  get staleFor(): number | undefined {
    return this.#trust.staleFor;
  }

  get stats(): CacheStats {
    return { ...this.#reads.stats, ...this.#trust.stats };
  }

  schema(id: SchemaId): Promise<StoredSchema | undefined> {
    return this.#reads.answer({
      topic: topicOfSchema(id),
      name: 'schema',
      read: () => this.#store.schema(id),
      weigh: (schema) => schema?.text.length ?? 0,
      // One that is not there yet may come without a word about it.
      keeps: (schema) => schema !== undefined,
    });
  }

  schemasByGuid(guid: Guid): Promise<readonly StoredSchema[]> {
    return this.#reads.answer({
      topic: everything,
      name: `guid ${guid}`,
      read: () => this.#store.schemasByGuid(guid),
      weigh: (schemas) => schemas.reduce((sum, { text }) => sum + text.length, 0),
    });
  }

  versions(subject: string): Promise<readonly SubjectVersion[]> {
    return this.#ofSubject(subject, 'versions', [], () => this.#store.versions(subject), ofVersions);
  }

  version(subject: string, version: Version): Promise<SubjectVersion | undefined> {
    const read = () => this.#store.version(subject, version);
    return this.#ofSubject(subject, `version ${version}`, undefined, read, ofOne);
  }

  latestVersion(subject: string): Promise<SubjectVersion | undefined> {
    return this.#ofSubject(subject, 'latest', undefined, () => this.#store.latestVersion(subject), ofOne);
  }

  versionsWithText(subject: string, text: string): Promise<readonly SubjectVersion[]> {
    if (this.#reads.knownWithoutVersions(subject)) return Promise.resolve([]);
    return this.#reads.answer<readonly SubjectVersion[]>({
      topic: topicOfScope({ kind: 'subject', subject }),
      key: 'byText',
      name: text,
      read: () => this.#store.versionsWithText(subject, text),
      weigh: ofVersions,
    });
  }

  versionsOfSchema(id: SchemaId): Promise<readonly SubjectVersion[]> {
    return this.#ofAll(listings, `holders ${id}`, () => this.#store.versionsOfSchema(id), ofVersions);
  }

  referrers(subject: string, version: Version): Promise<readonly SubjectVersion[]> {
    const read = () => this.#store.referrers(subject, version);
    return this.#ofAll(referring, referrersOf(subject, version), read, ofVersions);
  }

  subjects(prefix: string): Promise<readonly SubjectSummary[]> {
    return this.#ofAll(listings, `subjects ${prefix}`, () => this.#store.subjects(prefix), ofVersions);
  }

  allVersions(query: VersionQuery): Promise<readonly SubjectVersion[]> {
    const { prefix, deleted, latestOnly, offset, limit } = query;
    const name = `versions ${JSON.stringify([prefix, deleted, latestOnly, offset, limit])}`;
    return this.#ofAll(listings, name, () => this.#store.allVersions(query), ofVersions);
  }

  maxSchemaId(): Promise<number> {
    return this.#ofAll(listings, 'max id', () => this.#store.maxSchemaId(), ofOne);
  }

  async config(scope: SettingsScope): Promise<Config | undefined> {
    return (await this.#reads.scope(scope)).config;
  }

  async mode(scope: SettingsScope): Promise<Mode | undefined> {
    return (await this.#reads.scope(scope)).mode;
  }

  subjectsWithMode(): Promise<readonly string[]> {
    return this.#ofAll(everything, 'with mode', () => this.#store.subjectsWithMode(), ofVersions);
  }

  property(name: string): Promise<string | undefined> {
    return this.#store.property(name);
  }

  async revisions(scopes: readonly GuardScope[]): Promise<readonly number[]> {
    const facts = await this.#reads.currentScopes(scopes);
    return scopes.map(({ kind }, index) => {
      return (kind === 'referrers' ? facts[index]?.referrersRevision : facts[index]?.revision) ?? 0;
    });
  }

  async refresh(scopes: readonly GuardScope[]): Promise<void> {
    await this.#reads.currentScopes(scopes);
  }

  async commit(change: Change): Promise<CommitResult> {
    try {
      const result = await this.#store.commit(change);
      if (result.outcome === 'committed') this.#committed(change, result.schemaIds);
      else this.#reads.doubt(touchedTopics(change));
      return result;
    } catch (error) {
      this.#unknownUntil = this.#now() + lateNotices;
      if (removesVersions(change)) this.#reads.doubtAll();
      else this.#reads.doubt(touchedTopics(change));
      throw error;
    }
  }

  dump(): AsyncIterable<DumpRecord> {
    return this.#store.dump();
  }

  async load(records: AsyncIterable<DumpRecord>): Promise<void> {
    try {
      await this.#store.load(records);
    } finally {
      this.#reads.topics.clear();
    }
  }

  ping(): Promise<void> {
    return this.#store.ping();
  }

  close(): Promise<void> {
    this.#reads.topics.clear();
    return this.#store.close();
  }

  /** What an acknowledged change altered is never shown as it was, not even while the database is away. */
  #committed(change: Change, schemaIds: readonly SchemaId[]): void {
    const { topics } = this.#reads;
    // Which schemas went with the versions is not said.
    if (removesVersions(change)) topics.clear();
    for (const topic of alteredTopics(change)) topics.drop(topic);
    const referred = newlyReferred(change);
    if (referred === undefined) topics.drop(referring);
    else this.#reads.forgetReferrers(referred);
    this.#reads.doubt([referring, ...referredTopics(change), ...schemaIds.map(topicOfSchema)]);
  }

  #ofSubject<T>(
    subject: string,
    name: string,
    none: T,
    read: () => Promise<T>,
    weigh: (answer: T) => number,
  ): Promise<T> {
    if (this.#reads.knownWithoutVersions(subject)) return Promise.resolve(none);
    return this.#reads.answer({ topic: topicOfScope({ kind: 'subject', subject }), name, read, weigh });
  }

  #ofAll<T>(
    topic: typeof everything | typeof listings | typeof referring,
    name: string,
    read: () => Promise<T>,
    weigh: (answer: T) => number,
  ): Promise<T> {
    return this.#reads.answer({ topic, name, read, weigh });
  }
}

function removesVersions({ writes }: Change): boolean {
  return writes.some(({ kind }) => kind === 'remove-versions');
}

function topicOfSchema(id: SchemaId): string {
  return `schema ${id}`;
}
