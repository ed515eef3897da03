import { listBackups } from '../jobs/list-backups.ts';
import type { Context } from './check.ts';

/** When the newest verified backup was made, in milliseconds since 1970; undefined when there is none, or no place. */
export async function newestBackup({ config }: Pick<Context, 'config'>): Promise<number | undefined> {
  if (config.BACKUP_DIR === '') return undefined;
  const [newest] = await listBackups(config);
  return newest?.createdAt.getTime();
}
