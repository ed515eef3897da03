import type { DumpableStore } from '../../registry/dump.ts';
import { DatabaseFile } from './database-file.ts';
import { databaseIn, prepareDatabase } from './open-store.ts';

/** An empty store in a directory that only the caller knows, and that goes away with it: nobody locks it. */
export function makeScratchStore(directory: string): DumpableStore {
  const file = databaseIn(directory);
  prepareDatabase(file, { busyTimeout: 0 });
  return new DatabaseFile({ file, scratch: directory });
}
