import { openTarget, type S3Access } from '../backup/open-target.ts';
import { s3Access } from '../jobs/backup-settings.ts';
import { withCalls } from './call.ts';
import type { Context } from './check.ts';

/**
 * When the newest verified backup was made, in milliseconds since 1970; undefined when there is none, or no place.
 * @throws Error when they can't be listed
 */
export async function newestBackup(context: Context): Promise<number | undefined> {
  const { BACKUP_DIR } = context.config;
  if (BACKUP_DIR === '') return undefined;
  const access = s3Access(context.config);
  if (!BACKUP_DIR.includes('://')) return newestIn(BACKUP_DIR, access);
  // Backups may take minutes to send, for which the service's own way to S3 has time.
  return withCalls(context, (call) => newestIn(BACKUP_DIR, { ...access, call }));
}

async function newestIn(place: string, access: S3Access): Promise<number | undefined> {
  const [newest] = await openTarget(place, access).list();
  return newest?.createdAt.getTime();
}
