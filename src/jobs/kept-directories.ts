import type { Config } from '../config.ts';
import { auditDirectory } from './audit-log.ts';

export type KeptDirectorySettings = Pick<Config, 'DATA_DIR' | 'DATABASE_URL' | 'AUDIT_LOG' | 'BACKUP_DIR'>;

/** The directories that the service keeps things in, by what it is: the store, the audit log, backups. */
export function keptDirectories(
  settings: KeptDirectorySettings,
): Readonly<Partial<Record<'data' | 'audit' | 'backups', string>>> {
  const { DATA_DIR, DATABASE_URL, AUDIT_LOG, BACKUP_DIR } = settings;
  const isDirectory = (place: string) => place !== '' && !place.includes('://');
  return {
    ...(DATABASE_URL === '' && { data: DATA_DIR }),
    ...(!['stdout', 'off'].includes(AUDIT_LOG) && { audit: auditDirectory(settings) }),
    ...(isDirectory(BACKUP_DIR) && { backups: BACKUP_DIR }),
  };
}
