import { tmpdir } from 'node:os';
import type { S3Access } from '../backup/open-target.ts';
import type { Config } from '../config.ts';
import type { DatabaseStoreSettings } from '../storage/configured-store.ts';
import { s3Fetch } from './s3-fetch.ts';

/** The settings that jobs with backups need. */
export type BackupSettings = Pick<
  Config,
  | keyof DatabaseStoreSettings
  | 'BACKUP_DIR'
  | 'BACKUP_RETENTION_COUNT'
  | 'BACKUP_RETENTION_DAYS'
  | 'BACKUP_SCRATCH_DIR'
  | 'BACKUP_S3_ENDPOINT'
  | 'BACKUP_S3_REGION'
  | 'BACKUP_S3_ACCESS_KEY_ID'
  | 'BACKUP_S3_SECRET_ACCESS_KEY'
  | 'OUTBOUND_ALLOW_PRIVATE'
  | 'OUTBOUND_CONNECT_TIMEOUT_MS'
  | 'OUTBOUND_HOST_TIMEOUTS'
>;

/** How S3 is reached: by `call`, or by a client of its own. */
export function s3Access(
  settings: BackupSettings,
  call: NonNullable<S3Access['call']> = s3Fetch(settings),
): S3Access {
  return {
    endpoint: settings.BACKUP_S3_ENDPOINT,
    region: settings.BACKUP_S3_REGION,
    accessKeyId: settings.BACKUP_S3_ACCESS_KEY_ID,
    secretAccessKey: settings.BACKUP_S3_SECRET_ACCESS_KEY,
    call,
  };
}

/** Where scratch directories are made. */
export function scratchParent(settings: BackupSettings): string {
  return settings.BACKUP_SCRATCH_DIR || settings.DATA_DIR;
}

/** The same for commands that can run where there is no store. */
export function commandScratchParent(settings: BackupSettings): string {
  return settings.BACKUP_SCRATCH_DIR || tmpdir();
}
