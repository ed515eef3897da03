import type { BackupHeader, RecordCounts } from '../backup/backup-format.ts';
import { DumpDigest, digested } from '../backup/dump-digest.ts';
import { openBackup } from '../backup/open-target.ts';
import { readBackup, readBackupHeader } from '../backup/read-backup.ts';
import { withScratchDirectory } from '../backup/scratch-directory.ts';
import { openConfiguredStore } from '../storage/configured-store.ts';
import { type BackupSettings, commandScratchParent, s3Access } from './backup-settings.ts';

export interface RestoredBackup {
  readonly header: BackupHeader;
  readonly records: RecordCounts;
}

/**
 * Restores a backup, given by its path or S3 URL, into the configured store, which must be empty: whole or
 * not at all.
 * @throws BackupFileError, StoreNotEmptyError, or what opening the store throws
 */
export function restoreBackup(place: string, settings: BackupSettings): Promise<RestoredBackup> {
  const { target, name } = openBackup(place, s3Access(settings));
  return withScratchDirectory(commandScratchParent(settings), async (scratch) => {
    const file = await target.localFile(name, scratch);
    // Before the store is made, so that a wrong file leaves none behind.
    const header = await readBackupHeader(file);
    const store = await openConfiguredStore(settings);
    try {
      const digest = new DumpDigest();
      await store.load(digested(readBackup(file), digest));
      return { header, records: digest.counts };
    } finally {
      await store.close();
    }
  });
}
