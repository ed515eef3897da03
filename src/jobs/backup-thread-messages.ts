import type { BackupStage } from '../backup/backup-stage.ts';
import type { BackupReport } from '../backup/make-backup.ts';

/** How the thread that makes a backup ends. */
export type BackupOutcome =
  | { readonly kind: 'made'; readonly report: BackupReport }
  | { readonly kind: 'failed'; readonly stage: BackupStage; readonly message: string };
