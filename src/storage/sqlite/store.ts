import type { DatabaseSync } from 'node:sqlite';
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
import type { DirectoryLock } from './directory-lock.ts';
import type { GroupCommit } from './group-commit.ts';
import { SqliteOutbox } from './outbox.ts';
import type { OnRead } from './read-memory.ts';
import { Reader } from './reader.ts';
import { assertStorable } from './storable.ts';

/** What an open store holds; `open-store.ts` brings it together. */
export interface StoreParts {
  readonly lock: DirectoryLock;
  readonly reading: DatabaseSync;
  /** Closed when nothing is left to write. */
  readonly writer: { close(): Promise<void> };
  readonly commits: GroupCommit;
  readonly whole: DumpableStore;
  readonly onRead?: OnRead | undefined;
}

/** The embedded store: reads at once on this thread, writes in groups on another. */
export class SqliteStore implements Store, DumpableStore, OutboxStore {
  readonly #parts: StoreParts;
  readonly outbox: SqliteOutbox;
  readonly #reader: Reader;
  #closed: Promise<void> | undefined;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#reader = new Reader(parts.reading, parts.onRead);
    this.outbox = new SqliteOutbox((read) => this.#read(() => read(parts.reading)));
  }

  async schema(id: SchemaId): Promise<StoredSchema | undefined> {
    return this.#read((reader) => reader.schema(id));
  }

  async schemasByGuid(guid: Guid): Promise<readonly StoredSchema[]> {
    return this.#read((reader) => reader.schemasByGuid(guid));
  }

  async versions(subject: string): Promise<readonly SubjectVersion[]> {
    return this.#read((reader) => reader.versions(subject));
  }

  async version(subject: string, version: Version): Promise<SubjectVersion | undefined> {
    return this.#read((reader) => reader.version(subject, version));
  }

  async latestVersion(subject: string): Promise<SubjectVersion | undefined> {
    return this.#read((reader) => reader.latestVersion(subject));
  }

  async versionsWithText(subject: string, text: string): Promise<readonly SubjectVersion[]> {
    return this.#read((reader) => reader.versionsWithText(subject, text));
  }

  async versionsOfSchema(id: SchemaId): Promise<readonly SubjectVersion[]> {
    return this.#read((reader) => reader.versionsOfSchema(id));
  }

  async referrers(subject: string, version: Version): Promise<readonly SubjectVersion[]> {
    return this.#read((reader) => reader.referrers(subject, version));
  }

  async subjects(prefix: string): Promise<readonly SubjectSummary[]> {
    return this.#read((reader) => reader.subjects(prefix));
  }

  async allVersions(query: VersionQuery): Promise<readonly SubjectVersion[]> {
    return this.#read((reader) => reader.allVersions(query));
  }

  async maxSchemaId(): Promise<number> {
    return this.#read((reader) => reader.maxSchemaId());
  }

  async config(scope: SettingsScope): Promise<Config | undefined> {
    return this.#read((reader) => reader.config(scope));
  }

  async mode(scope: SettingsScope): Promise<Mode | undefined> {
    return this.#read((reader) => reader.mode(scope));
  }

  async subjectsWithMode(): Promise<readonly string[]> {
    return this.#read((reader) => reader.subjectsWithMode());
  }

  async property(name: string): Promise<string | undefined> {
    return this.#read((reader) => reader.property(name));
  }

  async revisions(scopes: readonly GuardScope[]): Promise<readonly number[]> {
    return this.#read((reader) => reader.revisions(scopes));
  }

  /** Nobody else changes the database. */
  async refresh(): Promise<void> {
    this.#assertOpen();
  }

  /** @throws TypeError when a text holds a lone surrogate, see `assertStorable` */
  async commit(change: Change): Promise<CommitResult> {
    this.#assertOpen();
    assertStorable(change);
    try {
      const result = await this.#parts.commits.submit(change);
      if (result.outcome === 'committed') this.#reader.changed(change, result.schemaIds);
      else this.#reader.forget();
      return result;
    } catch (error) {
      this.#reader.forget();
      throw error;
    } finally {
      const settled = change.outbox?.settle;
      if (settled) this.outbox.released(settled.map(({ id }) => id));
    }
  }

  async *dump(): AsyncGenerator<DumpRecord> {
    this.#assertOpen();
    yield* this.#parts.whole.dump();
  }

  async load(records: AsyncIterable<DumpRecord>): Promise<void> {
    this.#assertOpen();
    try {
      await this.#parts.whole.load(records);
    } finally {
      this.#reader.forget();
    }
  }

  async ping(): Promise<void> {
    this.#read((reader) => reader.maxSchemaId());
  }

  async close(): Promise<void> {
    this.#closed ??= this.#close();
    await this.#closed;
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreUnavailableError('The store is closed');
  }

  #read<T>(read: (reader: Reader) => T): T {
    try {
      return read(this.#reader);
    } catch (error) {
      throw new StoreUnavailableError('The store can not be read', { cause: error });
    }
  }

  async #close(): Promise<void> {
    const { lock, reading, writer, commits } = this.#parts;
    await commits.drain();
    // Before the writer: the last connection to close empties the log into the database file.
    reading.close();
    this.#reader.forget();
    try {
      await writer.close();
    } finally {
      lock.release();
    }
  }
}
