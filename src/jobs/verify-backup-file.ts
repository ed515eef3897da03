import type { BackupHeader, RecordCounts } from '../backup/backup-format.ts';
import { openBackup } from '../backup/open-target.ts';
import { readBackupHeader } from '../backup/read-backup.ts';
import { withScratchDirectory } from '../backup/scratch-directory.ts';
import { verifyBackup } from '../backup/verify-backup.ts';
import { makeScratchStore } from '../storage/sqlite/scratch-store.ts';
import { type BackupSettings, commandScratchParent, s3Access } from './backup-settings.ts';

export interface VerifiedBackup {
  readonly header: BackupHeader;
  readonly records: RecordCounts;
}

/**
 * Restores a backup, given by its path or S3 URL, into a scratch store and compares every record.
 * @throws BackupFileError
 */
export function verifyBackupFile(place: string, settings: BackupSettings): Promise<VerifiedBackup> {
  const { target, name } = openBackup(place, s3Access(settings));
  return withScratchDirectory(commandScratchParent(settings), async (scratch) => {
    const file = await target.localFile(name, scratch);
    const header = await readBackupHeader(file);
    const { counts } = await verifyBackup(file, makeScratchStore(scratch));
    return { header, records: counts };
  });
}
