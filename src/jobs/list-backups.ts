import { openTarget } from '../backup/open-target.ts';
import type { StoredBackup } from '../backup/target.ts';
import { type BackupSettings, s3Access } from './backup-settings.ts';

/** The verified backups in a place, by default `BACKUP_DIR`; the newest first. */
export function listBackups(
  settings: BackupSettings,
  place: string = settings.BACKUP_DIR,
): Promise<readonly StoredBackup[]> {
  return openTarget(place, s3Access(settings)).list();
}
