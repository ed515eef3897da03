import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import type { Contestant, Effort } from '../load/interleave.ts';
import { interleaveStarts } from '../load/restarts.ts';
import { bodyAlone, sameAnswer, startBare } from '../processes/bare.ts';
import { startService } from '../processes/service.ts';
import { cpuRatio, type Measured, rowOf } from '../results.ts';

const connections = 32;
const route = { method: 'GET', url: '/schemas/ids/:id' } as const;

interface Variant {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const release7: Variant = { name: 'schema by id', headers: {} };
export const release8: Variant = {
  name: 'schema by id, newer shape',
  headers: { 'confluent-accept-unknown-properties': 'true' },
};

/** The read that clients do most, against Fastify without any plugin. */
export async function measureSchemaById(variant: Variant, effort: Effort): Promise<Measured> {
  const [whole, same, alone] = await interleaveStarts(() => startAll(variant), effort);
  if (!whole || !same || !alone) throw new Error('No runs');
  return {
    title: variant.name,
    about: `GET ${route.url} with a schema of 1 kB, ${connections} connections; every server started several times`,
    rows: [whole, same, alone].map(rowOf),
    figures: [
      cpuRatio(`${variant.name}: CPU of bare Fastify with the same headers / ours`, same, whole),
      cpuRatio(`${variant.name}: CPU of bare Fastify with the body alone / ours`, alone, whole),
    ],
  };
}

async function startAll({ headers }: Variant): Promise<readonly Contestant[]> {
  const service = await startService();
  const path = `/schemas/ids/${await register(service, 'bench-by-id', schemaRequest(1))}`;
  const answer = await sameAnswer(await fetch(service.url + path, { headers }));
  const load = { connections, headers, path };
  return [
    { name: 'Schemagate, whole stack', target: service, load },
    { name: 'bare Fastify, same headers and body', target: await startBare({ ...route, ...answer }), load },
    { name: 'bare Fastify, body alone', target: await startBare({ ...route, ...bodyAlone(answer) }), load },
  ];
}
