import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { batchCommitter } from '../../src/storage/sqlite/commit-batch.ts';
import { openReadConnection, openWriteConnection } from '../../src/storage/sqlite/connection.ts';
import { prepareDirectory, preparePrivateFile } from '../../src/storage/sqlite/data-directory.ts';
import { DatabaseFile } from '../../src/storage/sqlite/database-file.ts';
import { lockDirectory } from '../../src/storage/sqlite/directory-lock.ts';
import { GroupCommit } from '../../src/storage/sqlite/group-commit.ts';
import { createLayout } from '../../src/storage/sqlite/layout.ts';
import { SqliteStore } from '../../src/storage/sqlite/store.ts';
import type { OpenedStore } from './opened-store.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/**
 * The embedded store with its writer on this thread: opened in milliseconds, for the many tests that need
 * a store and not its thread. In a directory of the running test's own.
 */
export async function openThreadlessStore(): Promise<OpenedStore & { readonly store: SqliteStore }> {
  const directory = temporaryDirectory();
  const store = open(directory);
  let current = store;
  return {
    store,
    async reopen() {
      await current.close();
      current = open(directory);
      return current;
    },
    dispose: () => current.close(),
  };
}

function open(directory: string): SqliteStore {
  prepareDirectory(directory);
  const lock = lockDirectory(directory);
  const file = join(directory, 'schemagate.db');
  const isNew = !existsSync(file);
  preparePrivateFile(file);
  const writing = openWriteConnection(file, { busyTimeout: 0 });
  if (isNew) createLayout(writing);
  const commit = batchCommitter(writing);
  return new SqliteStore({
    lock,
    reading: openReadConnection(file, { busyTimeout: 0 }),
    commits: new GroupCommit({ write: async (changes) => commit(changes) }),
    writer: { close: async () => writing.close() },
    whole: new DatabaseFile({ file, scratch: directory, busyTimeout: 0 }),
  });
}
