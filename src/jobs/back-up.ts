import { rm } from 'node:fs/promises';
import { inStage } from '../backup/backup-stage.ts';
import type { BackupReport } from '../backup/make-backup.ts';
import { openTarget } from '../backup/open-target.ts';
import type { RetentionPolicy } from '../backup/retention.ts';
import { withScratchDirectory } from '../backup/scratch-directory.ts';
import { type BackupSettings, s3Access, scratchParent } from './backup-settings.ts';
import { type BackupOrder, runBackup } from './run-backup.ts';

/**
 * Makes, verifies and stores a backup, and leaves nothing else behind. Without a place it goes to
 * `BACKUP_DIR`, and older ones there are removed as the settings say. `run` may do it on another thread.
 * @throws BackupError
 */
export async function backUp(
  settings: BackupSettings,
  options: {
    readonly place?: string | undefined;
    readonly run?: (order: BackupOrder) => Promise<BackupReport>;
  } = {},
): Promise<BackupReport> {
  const { place = settings.BACKUP_DIR, run = runBackup } = options;
  const retention = options.place === undefined ? retentionOf(settings) : undefined;
  const target = openTarget(place, s3Access(settings));
  return inStage('store', () =>
    withScratchDirectory(scratchParent(settings), async (scratch) => {
      const staged = await target.stagingFile(scratch);
      try {
        return await run({ settings, place, retention, scratch, staged });
      } finally {
        await rm(staged, { force: true });
      }
    }),
  );
}

function retentionOf(settings: BackupSettings): RetentionPolicy {
  return { count: settings.BACKUP_RETENTION_COUNT, days: settings.BACKUP_RETENTION_DAYS };
}
