import type { ClockReading } from '../../storage/postgres/inspect.ts';
import type { Check } from '../check.ts';
import { type Finding, messageOf, notChecked, ok, problem, warning } from '../finding.ts';
import { duration } from '../units.ts';

/** As much as tokens may be off; keys expire and backups are due by this clock. */
const mostMs = 5000;
const goodMs = 1000;

/** This machine's clock against the database's, which other replicas are compared with too. */
export const clock: Check = {
  id: 'clock',
  looksAt: "this machine's clock against the database's",
  async run({ config, database }) {
    if (config.DATABASE_URL === '')
      return notChecked('the store is embedded: there is no other clock to compare with');
    try {
      return judgeClock((await database()).clock);
    } catch (error) {
      return notChecked(`the database can't be asked: ${messageOf(error)}`);
    }
  },
};

/** Only what is beyond the uncertainty counts. */
export function judgeClock({ ahead, uncertainty }: ClockReading): Finding {
  const apart = Math.max(0, Math.abs(ahead) - uncertainty);
  const found = `${duration(Math.abs(ahead))} ${ahead > 0 ? 'behind' : 'ahead of'} the database's, give or take ${duration(uncertainty)}`;
  const advice = 'let chrony or systemd-timesyncd set the clocks of this machine and of the database';
  if (apart > mostMs) return problem(found, advice);
  return apart > goodMs ? warning(found, advice) : ok(found);
}
