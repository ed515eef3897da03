import { mixedRequests } from '../data/mixed-requests.ts';
import { storeSchemas } from '../data/stored-schemas.ts';
import { type Effort, interleave } from '../load/interleave.ts';
import { sameAnswer, startBare } from '../processes/bare.ts';
import type { Service } from '../processes/service.ts';
import { cpuRatio, type Measured, rowOf } from '../results.ts';

const connections = 32;
const schemas = 1000;
const headers = { 'content-type': 'application/json' };

/** Reads, compatibility checks and registrations together, beside the read alone from bare Fastify. */
export async function measureMixed(service: Service, effort: Effort): Promise<Measured> {
  const stored = await storeSchemas(service, schemas);
  const path = `/schemas/ids/${stored.ids[0] ?? 1}`;
  const answer = await sameAnswer(await fetch(service.url + path));
  const bare = await startBare({ method: 'GET', url: '/schemas/ids/:id', ...answer });
  const rounds = Math.min(effort.rounds, 5);
  const [ours, reads] = await interleave(
    [
      {
        name: 'Schemagate, 90 % read, 8 % check, 2 % write',
        target: service,
        load: { connections, headers, next: mixedRequests(stored, 1) },
      },
      { name: 'bare Fastify, the read alone', target: bare, load: { connections, path } },
    ],
    { ...effort, rounds },
  );
  await bare.stop();
  if (!ours || !reads) throw new Error('No runs');
  return {
    title: 'mixed workload',
    about: `90 % GET /schemas/ids/:id of ${schemas} schemas, 8 % compatibility checks, 2 % registrations; ${connections} connections`,
    rows: [ours, reads].map(rowOf),
    figures: [
      cpuRatio('mixed workload: CPU of a read from bare Fastify / of a request of ours', reads, ours),
    ],
  };
}
