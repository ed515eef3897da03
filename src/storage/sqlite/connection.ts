import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

export interface ConnectionOptions {
  /** How long a statement waits for a lock, in milliseconds. */
  readonly busyTimeout: number;
}

/** Opens a connection for writes; the file must exist. */
export function openWriteConnection(file: string, options: ConnectionOptions): DatabaseSync {
  const database = connect(file, options);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL; -- NORMAL may lose the last commits at a power cut
    PRAGMA fullfsync = ON; -- macOS: a plain fsync doesn't reach the disk
    PRAGMA wal_autocheckpoint = 4000; -- pages: 16 MB
    PRAGMA journal_size_limit = 33554432;
    PRAGMA cache_size = -8000; -- kB
  `);
  return database;
}

/** Opens a connection that refuses to write; the file must exist. */
export function openReadConnection(file: string, options: ConnectionOptions): DatabaseSync {
  const database = connect(file, options);
  database.exec('PRAGMA query_only = ON; PRAGMA cache_size = -8000;');
  return database;
}

function connect(file: string, options: ConnectionOptions): DatabaseSync {
  // By default SQLite would make the file anew if somebody had moved it away.
  const url = pathToFileURL(file);
  url.searchParams.set('mode', 'rw');
  return new DatabaseSync(url, { timeout: options.busyTimeout, enableForeignKeyConstraints: true });
}
