import { Cron } from 'croner';

/** How many times of a pattern are looked at: over a year of a monthly one. */
const timesLookedAt = 14;

/**
 * The longest time between two runs of a cron pattern that come after `from`, in milliseconds.
 * @throws Error when the pattern is none, or has no two times, with a sentence for the operator
 */
export function longestPause(pattern: string, from: Date): number {
  const times = timesOf(pattern, from).map((time) => time.getTime());
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? time));
  if (pauses.length === 0) throw new Error(`BACKUP_SCHEDULE is "${pattern}", which does not come again`);
  return Math.max(...pauses);
}

function timesOf(pattern: string, from: Date): readonly Date[] {
  try {
    return new Cron(pattern, { timezone: 'UTC', paused: true }).nextRuns(timesLookedAt, from);
  } catch (error) {
    throw new Error(`BACKUP_SCHEDULE is "${pattern}", which is no cron pattern such as 0 * * * *`, {
      cause: error,
    });
  }
}
