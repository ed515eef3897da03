import type { Check, Context } from '../check.ts';
import { messageOf, notChecked, ok, problem } from '../finding.ts';
import { newestBackup } from '../newest-backup.ts';
import { duration } from '../units.ts';

/** Clocks of several machines differ by a little. */
const toleratedMs = 5000;

/** Time does not go back: what is stored was stored before now. */
export const clockHistory: Check = {
  id: 'clock-history',
  looksAt: "this machine's clock against the newest version, API key and backup",
  async run(context) {
    const [stored, backedUp] = await Promise.allSettled([storedAt(context), newestBackup(context)]);
    const times = [stored, backedUp].flatMap((each) =>
      each.status === 'fulfilled' && each.value !== undefined ? [each.value] : [],
    );
    if (times.length === 0)
      return notChecked(
        stored.status === 'rejected'
          ? `the store can't be read: ${messageOf(stored.reason)}`
          : 'nothing is stored yet',
      );
    const newest = Math.max(...times);
    const ahead = newest - context.machine.now();
    const when = new Date(newest).toISOString();
    if (ahead <= toleratedMs) return ok(`the newest record is of ${when}`);
    return problem(
      `the newest record is of ${when}, which is ${duration(ahead)} from now: the clock was set back`,
      'set the clock, or find out which machine wrote with a wrong one',
    );
  },
};

async function storedAt({ store }: Context): Promise<number | undefined> {
  return (await store()).newestRecord;
}
