import { open } from 'node:fs/promises';
import { diskOf } from '../../host/disk.ts';
import { isInUse } from '../../storage/sqlite/inspect.ts';
import type { Check } from '../check.ts';
import { existing, writtenDirectories } from '../directories.ts';
import { type Finding, messageOf, ok, problem, together, warning } from '../finding.ts';

/** Magic numbers of statfs(2): others than one machine may have these, and locks and syncs are what they make of them. */
const networkKinds = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB 2'],
  [0x01021997, '9p'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
]);
const fuse = 0x65735546;
/** Gone with the machine's next start, or with the container. */
const passingKinds = new Map([
  [0x01021994, 'tmpfs, in memory'],
  [0x858458f6, 'ramfs, in memory'],
  [0x794c7630, 'overlayfs, the layer of a container'],
]);

/** The embedded store needs locks that hold and syncs that reach the disk. */
export const fileSystem: Check = {
  id: 'file-system',
  looksAt: 'kind of the file systems written to; that syncs and locks work there',
  async run({ config }) {
    const embedded = config.DATABASE_URL === '';
    const findings: Finding[] = [];
    for (const { setting, path } of writtenDirectories(config)) {
      const at = existing(path);
      const disk = await diskOf(at);
      findings.push(kindOf(setting, at, disk?.kind ?? 0, setting === 'DATA_DIR'), await synced(setting, at));
    }
    if (embedded) findings.push(locked(config.DATA_DIR));
    const inUse = findings.some(({ found }) => found === held);
    return together(
      findings,
      `local, synced, locked${inUse ? '; a service has the data directory now' : ''}`,
    );
  },
};

const held = 'a service holds the lock';

/** `essential`: for the store itself, else for copies and logs. */
export function kindOf(setting: string, at: string, kind: number, essential: boolean): Finding {
  // Numbers above 2^31 come with a sign on some machines.
  const number = kind >>> 0;
  const network = networkKinds.get(number);
  const passing = passingKinds.get(number);
  if (network !== undefined && essential)
    return problem(
      `${setting}: ${at} is on ${network}, whose locks and syncs SQLite can't rely on`,
      'put it on a local disk, or keep schemas in PostgreSQL (DATABASE_URL)',
    );
  if (number === fuse && essential)
    return warning(
      `${setting}: ${at} is on FUSE, whose locks and syncs are what its driver makes of them`,
      'put it on a local disk',
    );
  if (passing !== undefined)
    return warning(
      `${setting}: ${at} is on ${passing}: what is there does not last`,
      `put ${setting} on a disk or volume`,
    );
  return ok(at);
}

/** A sync of a directory changes nothing. */
async function synced(setting: string, at: string): Promise<Finding> {
  try {
    await using directory = await open(at);
    await directory.sync();
    return ok(at);
  } catch (error) {
    return problem(
      `${setting}: ${at} can't be synced (${messageOf(error)})`,
      'put it on another file system',
    );
  }
}

function locked(directory: string): Finding {
  try {
    return ok(isInUse(directory) ? held : 'free');
  } catch (error) {
    return problem(messageOf(error), 'put DATA_DIR on a file system with POSIX locks');
  }
}
