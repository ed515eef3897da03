import { freePort } from '../../test/helpers/free-port.ts';
import { mixedRequests } from '../data/mixed-requests.ts';
import { storeSchemas } from '../data/stored-schemas.ts';
import type { Effort } from '../load/interleave.ts';
import { runLoad } from '../load/load.ts';
import { type Database, startDatabase } from '../processes/database.ts';
import { hasProxy, type Proxy, startProxy } from '../processes/proxy.ts';
import { type Service, startService } from '../processes/service.ts';
import { type Measured, rowOf } from '../results.ts';

const connections = 16;
const rate = 300;
const schemas = 100;
const title = 'rolling restart';

/** Each of two replicas behind HAProxy is restarted under load. No request may fail: see verdict.ts. */
export async function measureRollingRestart(effort: Effort): Promise<Measured> {
  if (!hasProxy) return { title, about: 'not run: haproxy is not installed', rows: [], figures: [] };
  const database = await startDatabase();
  const ports = [await freePort(), await freePort()];
  const replicas = await Promise.all(ports.map((port) => start(database, port)));
  const proxy = await startProxy(ports);
  await proxy.untilUp(ports.length);
  const stored = await storeSchemas(proxy, schemas);
  const restarts = restartEach(database, ports, replicas, proxy, Math.min(effort.rounds, 2));
  const run = await runLoad(proxy, {
    connections,
    rate,
    headers: { 'content-type': 'application/json' },
    next: mixedRequests(stored, 1),
    duration: 600,
    until: restarts,
  });
  const count = await restarts;
  await Promise.all(replicas.map((replica) => replica.stop()));
  await proxy.stop();
  await database.dispose();
  return {
    title,
    about: `${count} restarts, one after the other, of two replicas on PostgreSQL behind HAProxy, at ${rate} requests a second of the mixed workload; CPU and memory are the proxy's`,
    rows: [rowOf({ name: 'through HAProxy, while replicas restart', runs: [run] })],
    figures: [],
  };
}

async function restartEach(
  database: Database,
  ports: readonly number[],
  replicas: Service[],
  proxy: Proxy,
  times: number,
): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time++) {
    for (const [index, port] of ports.entries()) {
      await replicas[index]?.stop();
      replicas[index] = await start(database, port);
      await proxy.untilUp(ports.length);
      count += 1;
    }
  }
  return count;
}

function start(database: Database, port: number): Promise<Service> {
  return startService({
    port,
    anyCore: true,
    settings: { DATABASE_URL: database.url, DATABASE_REPLICAS: '2' },
  });
}
