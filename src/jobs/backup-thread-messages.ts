import type { BackupStage } from '../backup/backup-stage.ts';
import type { BackupReport } from '../backup/make-backup.ts';
import type { CallEvent } from './call-events.ts';

/** What the thread that makes a backup says: its calls to S3, and in the end how it went. */
export type BackupMessage = CallEvent | BackupOutcome;

/** How the thread that makes a backup ends. */
export type BackupOutcome =
  | { readonly kind: 'made'; readonly report: BackupReport }
  | { readonly kind: 'failed'; readonly stage: BackupStage; readonly message: string };
