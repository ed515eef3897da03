import { loosePaths } from '../../config/permission-warnings.ts';
import type { Check } from '../check.ts';
import { problem, together, warning } from '../finding.ts';

/** Who else may read secrets, or change what the service keeps. */
export const fileModes: Check = {
  id: 'file-modes',
  looksAt: 'modes of secret files, of the TLS key, and of the directories of data, backups and audit log',
  run({ config }) {
    const findings = loosePaths(config).map(({ holds, warning: text }) => {
      const [found = text, advice = ''] = text.split('; ');
      return holds === 'secret' ? problem(found, advice) : warning(found, advice);
    });
    return together(findings, 'secrets and directories are for their owner alone');
  },
};
