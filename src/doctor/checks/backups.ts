import type { Check } from '../check.ts';
import { messageOf, notChecked, ok, problem, warning } from '../finding.ts';
import { newestBackup } from '../newest-backup.ts';
import { longestPause } from '../schedule.ts';
import { duration } from '../units.ts';

const hourMs = 3_600_000;
/** For a backup to be made; the alert SchemagateBackupTooOld allows a day and as much. */
const graceMs = 2 * hourMs;
const unscheduledMs = 24 * hourMs;

const makeOne = 'schemagate backup; see docs/operations/backup-and-restore.md';

/** That backups are made, and how old the newest that passed its restore is. */
export const backups: Check = {
  id: 'backups',
  looksAt: 'whether backups have a place and a schedule, and the age of the newest verified one',
  async run(context) {
    const { BACKUP_DIR, BACKUP_SCHEDULE, UPSTREAM_URL } = context.config;
    if (BACKUP_DIR === '')
      return UPSTREAM_URL === ''
        ? warning('no backups are made', 'set BACKUP_DIR and BACKUP_SCHEDULE')
        : notChecked('an edge keeps nothing that its upstream does not have');
    const newest = await newestBackup(context).catch((error: unknown) => messageOf(error));
    if (typeof newest === 'string')
      return problem(`backups can't be listed: ${newest}`, 'see BACKUP_DIR and the BACKUP_S3_ settings');
    if (newest === undefined) return warning('there is no verified backup yet', makeOne);
    const now = context.machine.now();
    const found = `the newest verified backup is ${duration(Math.max(0, now - newest))} old`;
    const pause = BACKUP_SCHEDULE === '' ? unscheduledMs : longestPause(BACKUP_SCHEDULE, new Date(newest));
    if (now - newest > pause + graceMs) return problem(found, makeOne);
    if (BACKUP_SCHEDULE === '')
      return warning(
        `${found}, and no schedule makes the next`,
        'set BACKUP_SCHEDULE, unless another makes them',
      );
    return ok(found);
  },
};
