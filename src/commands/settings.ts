import type { Config } from '../config.ts';
import type { CommandEnvironment } from './environment.ts';
import { UsageError } from './exit-codes.ts';

/**
 * The settings of this process.
 * @throws UsageError when one is wrong
 */
export function settingsOf(environment: CommandEnvironment): Config {
  const result = environment.config();
  if (!result.ok) throw new UsageError(result.problems.join(' '));
  return result.config;
}

/**
 * The place that a command names, else that of the settings.
 * @throws UsageError when there is neither
 */
export function backupPlace(given: string | undefined, { BACKUP_DIR }: Config, option: string): string {
  const place = given ?? BACKUP_DIR;
  if (place === '') throw new UsageError(`No place for backups: set BACKUP_DIR, or give ${option}`);
  return place;
}
