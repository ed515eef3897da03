import type { DatabaseFacts } from '../../storage/postgres/inspect.ts';
import type { Check } from '../check.ts';
import { type Finding, messageOf, notChecked, ok, problem } from '../finding.ts';

/** That PostgreSQL is there, and new enough. */
export const database: Check = {
  id: 'database',
  looksAt: 'whether PostgreSQL can be reached and takes changes, and its version',
  async run({ config, database: facts }) {
    if (config.DATABASE_URL === '') return notChecked('DATABASE_URL is empty: the store is embedded');
    try {
      return judgeServer(await facts());
    } catch (error) {
      return problem(
        messageOf(error),
        'see DATABASE_URL, the network and docs/runbooks/database-failover.md',
      );
    }
  },
};

/** Whether its version will do, and whether it takes changes. */
export function judgeServer({ server, readOnly }: Pick<DatabaseFacts, 'server' | 'readOnly'>): Finding {
  if (server.tooOld !== undefined)
    return problem(server.tooOld.replace(/\.$/, ''), 'upgrade the database server');
  if (readOnly)
    return problem(
      'it takes no changes: it is a standby, or set to be read alone',
      'let DATABASE_URL name the primary: docs/runbooks/database-failover.md',
    );
  return ok(`it answers, version ${server.version}`);
}
