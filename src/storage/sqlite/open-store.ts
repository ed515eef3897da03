import { dirname } from 'node:path';
import { openReadConnection, openWriteConnection } from './connection.ts';
import { databaseIn, prepareDirectory, preparePrivateFile } from './data-directory.ts';
import { DatabaseFile } from './database-file.ts';
import type { DirectoryLock } from './directory-lock.ts';
import { lockDirectory } from './directory-lock.ts';
import type { GroupCommitOptions } from './group-commit.ts';
import { GroupCommit } from './group-commit.ts';
import { type LayoutOptions, prepareLayout } from './layout.ts';
import { toOpenError } from './open-error.ts';
import type { OnRead } from './read-memory.ts';
import { SqliteStore } from './store.ts';
import { Writer } from './writer.ts';

export interface SqliteStoreOptions extends LayoutOptions {
  /** Made, for its owner alone, when it isn't there. */
  readonly directory: string;
  /** Told of each transaction: how many changes shared it and how long it took. Must not throw. */
  readonly onCommit?: GroupCommitOptions['onCommit'];
  readonly onRead?: OnRead;
  readonly keepAsker?: GroupCommitOptions['keepAsker'];
  /** Sees each transaction on its way; must run it, once, and end as it ends. */
  readonly aroundTransaction?: <T>(changes: number, run: () => Promise<T>) => Promise<T>;
  /** How long a statement waits for a lock that another program holds on the database, in ms. */
  readonly busyTimeout?: number;
}

/**
 * Opens the embedded store in a directory that it alone may use until it is closed or the process ends.
 * @throws StoreOpenError with a sentence for the operator
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  prepareDirectory(options.directory);
  const lock = lockDirectory(options.directory);
  const file = databaseIn(options.directory);
  try {
    return await openLocked(file, lock, options);
  } catch (error) {
    lock.release();
    throw toOpenError(file, error);
  }
}

async function openLocked(
  file: string,
  lock: DirectoryLock,
  {
    onCommit,
    onRead,
    keepAsker,
    aroundTransaction,
    migrate,
    migrations,
    busyTimeout = 5000,
  }: SqliteStoreOptions,
): Promise<SqliteStore> {
  preparePrivateFile(file);
  {
    using database = openWriteConnection(file, { busyTimeout });
    await prepareLayout(database, file, { migrate, migrations });
  }
  const writer = new Writer({ file, busyTimeout });
  await writer.start();
  const reading = openReadConnection(file, { busyTimeout });
  const write: GroupCommitOptions['write'] = (changes) => writer.write(changes);
  const around = aroundTransaction;
  const commits = new GroupCommit({
    write: around ? (changes) => around(changes.length, () => write(changes)) : write,
    onCommit,
    keepAsker,
  });
  const whole = new DatabaseFile({ file, scratch: dirname(file), busyTimeout, migrations });
  return new SqliteStore({ lock, reading, writer, commits, whole, onRead });
}
