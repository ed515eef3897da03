import type { DumpRecord } from '../../registry/dump.ts';
import type { ConnectionOptions } from './connections.ts';
import { dumpRecords } from './dump-records.ts';
import { assertMigrated } from './migrate.ts';
import { endSession, openOwnSession } from './own-session.ts';

/**
 * All records of a database as of one moment, beside the stores that use it.
 * @throws StoreOpenError when the database can't be reached or has another layout
 */
export async function* dumpDatabase(
  address: Pick<ConnectionOptions, 'url' | 'connectTimeout'>,
): AsyncGenerator<DumpRecord> {
  await assertMigrated(address);
  const session = await openOwnSession(address);
  try {
    yield* dumpRecords(session);
  } finally {
    await endSession(session);
  }
}
