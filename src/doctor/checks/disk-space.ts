import { statSync } from 'node:fs';
import type { Config } from '../../config.ts';
import { type Disk, diskOf } from '../../host/disk.ts';
import { scratchParent } from '../../jobs/backup-settings.ts';
import { databaseIn } from '../../storage/sqlite/data-directory.ts';
import type { Check } from '../check.ts';
import { existing, type WrittenDirectory, writtenDirectories } from '../directories.ts';
import { type Finding, notChecked, ok, problem, together, warning } from '../finding.ts';
import { bytes, percent } from '../units.ts';

/** The alert SchemagateDiskAlmostFull is at the same share. */
export const leastShare = 0.05;
const comfortableShare = 0.15;
/** What a backup needs beside it while it is made and verified, in sizes of the store. */
const sizesForBackup = 3;

/** Room for what the service writes. */
export const diskSpace: Check = {
  id: 'disk-space',
  looksAt: 'free space for data, audit log, backups, their scratch directory, and log',
  async run({ config }) {
    const found: [Finding, number][] = [];
    for (const each of writtenDirectories(config)) {
      const disk = await diskOf(existing(each.path));
      if (disk !== undefined && disk.size > 0) found.push([room(each, disk), disk.free / disk.size]);
    }
    const [fullest] = found.toSorted(([, a], [, b]) => a - b);
    if (fullest === undefined) return notChecked('no file system tells its size');
    const findings = [...found.map(([finding]) => finding), await roomForBackup(config)];
    return together(findings, fullest[0].found);
  },
};

/** What is left of a file system. */
export function room({ setting, path }: WrittenDirectory, { free, size }: Disk): Finding {
  const found = `${setting}: ${path} has ${percent(free / size)} (${bytes(free)}) left`;
  if (free / size >= comfortableShare) return ok(found);
  const advice = `enlarge the volume of ${path}, or keep fewer backups and audit files`;
  return free / size < leastShare ? problem(found, advice) : warning(found, advice);
}

async function roomForBackup(config: Config): Promise<Finding> {
  if (config.BACKUP_DIR === '' || config.DATABASE_URL !== '') return ok('no copy is made');
  const store = statSync(databaseIn(config.DATA_DIR), { throwIfNoEntry: false })?.size ?? 0;
  const scratch = scratchParent(config);
  const free = (await diskOf(existing(scratch)))?.free ?? Number.POSITIVE_INFINITY;
  if (free >= store * sizesForBackup) return ok(scratch);
  return warning(
    `a backup needs ${bytes(store * sizesForBackup)} in ${scratch} while it is made, which has ${bytes(free)}`,
    'set BACKUP_SCRATCH_DIR to a directory with more room',
  );
}
