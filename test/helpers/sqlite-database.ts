import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { openWriteConnection } from '../../src/storage/sqlite/connection.ts';
import { createLayout } from '../../src/storage/sqlite/layout.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A connection to an empty store's database, of the running test's own; a lock is not waited for. */
export function openTemporaryDatabase(): { database: DatabaseSync; file: string } {
  const file = join(temporaryDirectory(), 'schemagate.db');
  writeFileSync(file, '');
  const database = openWriteConnection(file, { busyTimeout: 0 });
  onTestFinished(() => {
    if (database.isOpen) database.close();
  });
  createLayout(database);
  return { database, file };
}
