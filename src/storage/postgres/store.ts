import type { Client } from 'pg';
import type { DumpableStore, DumpRecord } from '../../registry/dump.ts';
import type { OutboxStore } from '../../registry/outbox.ts';
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
import { StoreUnavailableError } from '../../registry/store.ts';
import type { ScopeFacts } from '../common/scope-facts.ts';
import type { CommitLanes } from './commit-lanes.ts';
import type { ConnectionOptions, Connections, PoolStats } from './connections.ts';
import { dumpRecords } from './dump-records.ts';
import { sqlState } from './error-class.ts';
import { loadRecords } from './load-records.ts';
import { PostgresOutbox } from './outbox.ts';
import { endSession, openOwnSession, withOwnSession } from './own-session.ts';
import { Reader } from './reader.ts';
import type { Resilience, ResilienceStats } from './resilience.ts';
import type { Query } from './statement.ts';
import { assertStorable } from './storable.ts';

/** What an open store holds; `open-store.ts` brings it together. */
export interface StoreParts {
  readonly connections: Connections;
  readonly resilience: Resilience;
  readonly commits: CommitLanes;
  /** For connections beside the pool. */
  readonly address: Pick<ConnectionOptions, 'url' | 'connectTimeout'>;
  /** The name under which it tells the other replicas of its changes. */
  readonly origin: string;
}

export interface StoreStats extends ResilienceStats {
  readonly pool: PoolStats;
  /** Changes that wait for a transaction. */
  readonly waitingChanges: number;
}

/** The store on PostgreSQL; any number of them share one database. */
export class PostgresStore implements Store, DumpableStore, OutboxStore {
  readonly origin: string;
  readonly #parts: StoreParts;
  readonly outbox: PostgresOutbox;
  readonly #reader: Reader;
  #closed: Promise<void> | undefined;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.origin = parts.origin;
    this.#reader = new Reader((query) => this.#read(query));
    this.outbox = new PostgresOutbox((query) => this.#read(query));
  }

  schema = (id: SchemaId): Promise<StoredSchema | undefined> => this.#reader.schema(id);

  schemasByGuid = (guid: Guid): Promise<readonly StoredSchema[]> => this.#reader.schemasByGuid(guid);

  versions = (subject: string): Promise<readonly SubjectVersion[]> => this.#reader.versions(subject);

  version = (subject: string, version: Version): Promise<SubjectVersion | undefined> =>
    this.#reader.version(subject, version);

  latestVersion = (subject: string): Promise<SubjectVersion | undefined> =>
    this.#reader.latestVersion(subject);

  versionsWithText = (subject: string, text: string): Promise<readonly SubjectVersion[]> =>
    this.#reader.versionsWithText(subject, text);

  versionsOfSchema = (id: SchemaId): Promise<readonly SubjectVersion[]> => this.#reader.versionsOfSchema(id);

  referrers = (subject: string, version: Version): Promise<readonly SubjectVersion[]> =>
    this.#reader.referrers(subject, version);

  subjects = (prefix: string): Promise<readonly SubjectSummary[]> => this.#reader.subjects(prefix);

  allVersions = (query: VersionQuery): Promise<readonly SubjectVersion[]> => this.#reader.allVersions(query);

  maxSchemaId = (): Promise<number> => this.#reader.maxSchemaId();

  config = (scope: SettingsScope): Promise<Config | undefined> => this.#reader.config(scope);

  mode = (scope: SettingsScope): Promise<Mode | undefined> => this.#reader.mode(scope);

  subjectsWithMode = (): Promise<readonly string[]> => this.#reader.subjectsWithMode();

  property = (name: string): Promise<string | undefined> => this.#reader.property(name);

  revisions = (scopes: readonly GuardScope[]): Promise<readonly number[]> => this.#reader.revisions(scopes);

  /** The facts of each scope, in order, from one statement. */
  scopeFacts = (scopes: readonly SettingsScope[]): Promise<readonly ScopeFacts[]> =>
    this.#reader.scopeFacts(scopes);

  /** Every read asks the database. */
  refresh = async (): Promise<void> => undefined;

  ping = (): Promise<void> => this.#reader.ping();

  /** @throws TypeError when the change holds what PostgreSQL can't, see `assertStorable` */
  async commit(change: Change): Promise<CommitResult> {
    this.#assertOpen();
    assertStorable(change);
    return this.#parts.commits.submit(change);
  }

  /** @throws StoreUnavailableError when the connection is lost on the way */
  async *dump(): AsyncGenerator<DumpRecord> {
    this.#assertOpen();
    let session: Client | undefined;
    try {
      session = await openOwnSession(this.#parts.address);
      yield* dumpRecords(session);
    } catch (error) {
      throw new StoreUnavailableError('The store can not be dumped', { cause: error });
    } finally {
      if (session) await endSession(session);
    }
  }

  /** @throws what `records` throws; StoreUnavailableError when the database refuses */
  async load(records: AsyncIterable<DumpRecord>): Promise<void> {
    this.#assertOpen();
    try {
      await withOwnSession(this.#parts.address, (session) => loadRecords(session, records, this.origin));
    } catch (error) {
      if (sqlState(error) === undefined) throw error;
      throw new StoreUnavailableError('The store can not be loaded', { cause: error });
    }
  }

  /** What the connections and the circuit breaker are doing. */
  stats(): StoreStats {
    const { connections, resilience, commits } = this.#parts;
    return { ...resilience.stats, pool: connections.stats, waitingChanges: commits.waiting };
  }

  async close(): Promise<void> {
    this.#closed ??= this.#close();
    await this.#closed;
  }

  async #read<Row>(query: Query): Promise<readonly Row[]> {
    this.#assertOpen();
    const { connections, resilience } = this.#parts;
    try {
      return await resilience.run(() => connections.query<Row>(query));
    } catch (error) {
      throw new StoreUnavailableError('The store can not be read', { cause: error });
    }
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreUnavailableError('The store is closed');
  }

  async #close(): Promise<void> {
    await this.#parts.commits.drain();
    await this.#parts.connections.close();
  }
}
