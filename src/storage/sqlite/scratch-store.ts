import type { DumpableStore } from '../../registry/dump.ts';
import { openWriteConnection } from './connection.ts';
import { databaseIn, preparePrivateFile } from './data-directory.ts';
import { DatabaseFile } from './database-file.ts';
import { createLayout } from './layout.ts';

/** An empty store in a directory that only the caller knows, and that goes away with it: nobody locks it. */
export function makeScratchStore(directory: string): DumpableStore {
  const file = databaseIn(directory);
  preparePrivateFile(file);
  using database = openWriteConnection(file, { busyTimeout: 0 });
  createLayout(database);
  return new DatabaseFile({ file, scratch: directory });
}
