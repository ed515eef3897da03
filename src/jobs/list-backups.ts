import { openTarget, type S3Access } from '../backup/open-target.ts';
import type { StoredBackup } from '../backup/target.ts';
import { type BackupSettings, s3Access } from './backup-settings.ts';

/** The verified backups in a place, by default `BACKUP_DIR`; the newest first; `call` calls S3. */
export function listBackups(
  settings: BackupSettings,
  place: string = settings.BACKUP_DIR,
  call?: S3Access['call'],
): Promise<readonly StoredBackup[]> {
  return openTarget(place, s3Access(settings, call)).list();
}
