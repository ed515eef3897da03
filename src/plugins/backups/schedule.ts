import { Cron } from 'croner';

/**
 * Calls at the times of a cron pattern, in UTC, once started, with the time that it was due; a time that comes while the last call is not
 * done is left out. Does not keep the process alive.
 * @throws Error when the pattern is wrong, with a sentence for the operator
 */
export function scheduleBackups(pattern: string, call: (due: Date) => Promise<void>): Cron {
  try {
    return new Cron(pattern, { timezone: 'UTC', protect: true, paused: true, unref: true }, (self: Cron) =>
      call(lastTimeOf(self)),
    );
  } catch (error) {
    throw new Error(`BACKUP_SCHEDULE is "${pattern}", which is no cron pattern such as 0 * * * *`, {
      cause: error,
    });
  }
}

/** The last time of the pattern until now, to the second: the same wherever a clock is a little ahead. */
function lastTimeOf(cron: Cron): Date {
  const now = Date.now();
  const [last] = cron.previousRuns(1, new Date(now + 1));
  return last ?? new Date(now);
}
