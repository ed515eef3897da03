import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { backup } from 'node:sqlite';
import type { DumpableStore, DumpRecord } from '../../registry/dump.ts';
import type { Migration } from '../migrations/scripts.ts';
import { openReadConnection, openWriteConnection } from './connection.ts';
import { preparePrivateFile } from './data-directory.ts';
import { dumpRows } from './dump-rows.ts';
import { assertLayout } from './layout.ts';
import { loadRows } from './load-rows.ts';
import { StoreOpenError, toOpenError } from './open-error.ts';

export interface DatabaseFileOptions {
  /** Must exist and have its layout. */
  readonly file: string;
  /** Directory for a private copy of the file while it is dumped. */
  readonly scratch: string;
  /** How long to wait for a lock, in milliseconds. */
  readonly busyTimeout?: number;
  /** That make up its layout: those of this program unless given. */
  readonly migrations?: readonly Migration[] | undefined;
}

/** Larger than any database: a copy made in several steps starts again whenever somebody writes. */
const allPages = 2 ** 31 - 1;

/** The file of a store as a whole; whoever else has it open, in any process, reads and writes on. */
export class DatabaseFile implements DumpableStore {
  readonly #file: string;
  readonly #scratch: string;
  readonly #busyTimeout: number;
  readonly #migrations: readonly Migration[] | undefined;

  constructor({ file, scratch, busyTimeout = 5000, migrations }: DatabaseFileOptions) {
    this.#file = file;
    this.#scratch = scratch;
    this.#busyTimeout = busyTimeout;
    this.#migrations = migrations;
  }

  /** @throws StoreOpenError when the file can't be read */
  async *dump(): AsyncGenerator<DumpRecord> {
    const directory = mkdtempSync(join(this.#scratch, 'copy-'));
    try {
      const copy = join(directory, 'schemagate.db');
      await this.#copyTo(copy);
      using database = this.#open(copy);
      yield* dumpRows(database);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /** On the caller's thread. Changes to the store wait meanwhile, and fail when that takes long. */
  async load(records: AsyncIterable<DumpRecord>): Promise<void> {
    using database = openWriteConnection(this.#file, { busyTimeout: this.#busyTimeout });
    await loadRows(database, records);
  }

  /** Copies the state of one moment, on a thread of the pool. */
  async #copyTo(copy: string): Promise<void> {
    if (!existsSync(this.#file)) {
      throw new StoreOpenError('missing', `There is no store in ${this.#file} that this user may see.`);
    }
    using source = this.#open(this.#file);
    preparePrivateFile(copy);
    await backup(source, copy, { rate: allPages });
  }

  #open(file: string): DatabaseSync {
    try {
      const database = openReadConnection(file, { busyTimeout: this.#busyTimeout });
      assertLayout(database, file, this.#migrations);
      return database;
    } catch (error) {
      throw toOpenError(file, error);
    }
  }
}
