import { Cron } from 'croner';

/**
 * Calls at the times of a cron pattern, in UTC, once started; a time that comes while the last call is not
 * done is left out. Does not keep the process alive.
 * @throws Error when the pattern is wrong, with a sentence for the operator
 */
export function scheduleBackups(pattern: string, call: () => Promise<void>): Cron {
  try {
    return new Cron(pattern, { timezone: 'UTC', protect: true, paused: true, unref: true }, call);
  } catch (error) {
    throw new Error(`BACKUP_SCHEDULE is "${pattern}": ${String(error)}`, { cause: error });
  }
}
