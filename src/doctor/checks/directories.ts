import { accessSync, constants, statSync } from 'node:fs';
import type { Check } from '../check.ts';
import { existing, type WrittenDirectory, writtenDirectories } from '../directories.ts';
import { type Finding, messageOf, ok, problem, together, warning } from '../finding.ts';

const root = 0;

/** What the service can not write to it can not keep. */
export const directories: Check = {
  id: 'directories',
  looksAt: 'whether this user may write to the directories of data, audit log, backups and log',
  run({ config, machine }) {
    const all = writtenDirectories(config);
    const findings = all.map((each) => writable(each, machine.uid));
    return together(findings, `${all.map(({ path }) => path).join(', ')} can be written`);
  },
};

function writable({ setting, path }: WrittenDirectory, uid: number | undefined): Finding {
  const at = existing(path);
  const file = statSync(at);
  if (!file.isDirectory()) return problem(`${setting}: ${at} is not a directory`, `correct ${setting}`);
  try {
    accessSync(at, constants.W_OK | constants.X_OK);
  } catch (error) {
    return problem(
      `${setting}: this user can't write to ${at} (${messageOf(error)})`,
      'give it to the user that the service runs as, or run this command as that user',
    );
  }
  // Nothing is forbidden to root: what it finds holds for nobody else.
  if (uid === root && file.uid !== root)
    return warning(
      `${setting}: ${at} belongs to user ${file.uid}, and root runs this`,
      'run this command as the user that the service runs as',
    );
  return ok(path);
}
