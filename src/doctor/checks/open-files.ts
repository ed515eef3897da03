import type { Check } from '../check.ts';
import { notChecked, ok, problem, warning } from '../finding.ts';

/** Files, threads' pipes, listeners, calls to other servers. */
const ownFiles = 256;
/** With less, a service turns clients away that nothing else would. */
const fewest = 1024;

/** Each connection is an open file. */
export const openFiles: Check = {
  id: 'open-files',
  looksAt: 'the limit on open files of a process started here, against the connections of the settings',
  run({ config, machine: { openFiles: limit } }) {
    if (limit === undefined) return notChecked('this system does not say what the limit is');
    const wanted = (config.MAX_CONNECTIONS || fewest) + config.DATABASE_POOL_MAX + ownFiles;
    const allowed = limit === Number.POSITIVE_INFINITY ? 'any number of' : String(limit);
    if (limit >= wanted) return ok(`${allowed} open files, ${wanted} at most are needed`);
    const found = `${allowed} open files are allowed, and MAX_CONNECTIONS=${config.MAX_CONNECTIONS} needs ${wanted}`;
    const advice = 'raise it (`ulimit -n`, or LimitNOFILE of systemd), or lower MAX_CONNECTIONS';
    return limit < fewest ? problem(found, advice) : warning(found, advice);
  },
};
