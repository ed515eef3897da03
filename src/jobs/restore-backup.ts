import type { BackupHeader, RecordCounts } from '../backup/backup-format.ts';
import { DumpDigest, digested } from '../backup/dump-digest.ts';
import { openBackup } from '../backup/open-target.ts';
import { readBackup, readBackupHeader } from '../backup/read-backup.ts';
import { withScratchDirectory } from '../backup/scratch-directory.ts';
import type { DumpRecord } from '../registry/dump.ts';
import { openConfiguredStore } from '../storage/configured-store.ts';
import { type BackupSettings, commandScratchParent, s3Access } from './backup-settings.ts';

export interface RestoredBackup {
  readonly header: BackupHeader;
  readonly records: RecordCounts;
}

export interface RestoreOptions {
  /** How many ids to leave out, beyond those that the backup knows were given out. */
  readonly skipIds: number;
}

/**
 * Restores a backup, given by its path or S3 URL, into the configured store, which must be empty: whole or
 * not at all.
 * @throws BackupFileError, StoreNotEmptyError, or what opening the store throws
 */
export function restoreBackup(
  place: string,
  settings: BackupSettings,
  { skipIds }: RestoreOptions,
): Promise<RestoredBackup> {
  const { target, name } = openBackup(place, s3Access(settings));
  return withScratchDirectory(commandScratchParent(settings), async (scratch) => {
    const file = await target.localFile(name, scratch);
    // Before the store is made, so that a wrong file leaves none behind.
    const header = await readBackupHeader(file);
    const store = await openConfiguredStore(settings);
    try {
      const digest = new DumpDigest();
      const records = digested(readBackup(file), digest);
      await store.load(skippingIds(records, skipIds));
      return { header, records: digest.counts };
    } finally {
      await store.close();
    }
  });
}

/** Lets the next id be so much higher: ids that were given out after the backup are not given again. */
async function* skippingIds(records: AsyncIterable<DumpRecord>, count: number): AsyncGenerator<DumpRecord> {
  for await (const record of records) {
    yield record.kind === 'last-id' ? { ...record, id: record.id + count } : record;
  }
}
