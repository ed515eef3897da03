import type { Config } from '../../config.ts';
import type { DatabaseFacts } from '../../storage/postgres/inspect.ts';
import { connectionsPerReplica, connectionWarning } from '../../storage/postgres/server-check.ts';
import type { Check } from '../check.ts';
import { type Finding, messageOf, notChecked, ok, problem, warning } from '../finding.ts';

/** Whether the database takes as many connections as all replicas may open. */
export const connections: Check = {
  id: 'connections',
  looksAt: 'DATABASE_POOL_MAX × DATABASE_REPLICAS against `max_connections` of the database',
  async run({ config, database }) {
    if (config.DATABASE_URL === '') return notChecked('DATABASE_URL is empty: the store is embedded');
    try {
      return judgePool(config, await database());
    } catch (error) {
      return notChecked(`the database can't be asked: ${messageOf(error)}`);
    }
  },
};

function judgePool(
  { DATABASE_POOL_MAX, DATABASE_REPLICAS: replicas }: Config,
  { server }: DatabaseFacts,
): Finding {
  const perReplica = connectionsPerReplica(DATABASE_POOL_MAX);
  const [found, advice] = connectionWarning(server, { replicas, perReplica })?.split('. ') ?? [];
  if (found === undefined || advice === undefined)
    return ok(`${replicas} × ${perReplica} connections, and the database allows ${server.connections}`);
  const judge = perReplica > server.connections ? problem : warning;
  return judge(found, advice.replace(/\.$/, ''));
}
