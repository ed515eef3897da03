import { type Disk, diskOf } from '../../host/disk.ts';
import type { Check } from '../check.ts';
import { existing, type WrittenDirectory, writtenDirectories } from '../directories.ts';
import { type Finding, notChecked, ok, problem, together, warning } from '../finding.ts';
import { percent } from '../units.ts';
import { leastShare } from './disk-space.ts';

/** A file more can't be made without one, whatever space there is; these are needed for audit, log and backups. */
const comfortable = 1000;

/** Files that may still be made. */
export const inodes: Check = {
  id: 'inodes',
  looksAt: 'files that may still be made in the same directories',
  async run({ config }) {
    const findings: Finding[] = [];
    for (const each of writtenDirectories(config)) {
      const disk = await diskOf(existing(each.path));
      if (disk !== undefined && disk.maxFiles > 0) findings.push(filesLeft(each, disk));
    }
    const [first] = findings;
    if (first === undefined) return notChecked('the file systems have no bound on files');
    return together(findings, first.found);
  },
};

/** How many files a file system still takes. */
export function filesLeft({ setting, path }: WrittenDirectory, { freeFiles, maxFiles }: Disk): Finding {
  const found = `${setting}: ${path} takes ${freeFiles} more files (${percent(freeFiles / maxFiles)})`;
  const advice = `remove files beside ${path}, or make its file system with more inodes`;
  if (freeFiles < comfortable) return problem(found, advice);
  return freeFiles / maxFiles < leastShare ? warning(found, advice) : ok(found);
}
