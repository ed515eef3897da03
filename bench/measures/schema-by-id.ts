import { schemaRequest } from '../data/schemas.ts';
import { type Effort, interleave } from '../load/interleave.ts';
import { bodyAlone, sameAnswer, startBare } from '../processes/bare.ts';
import type { Service } from '../processes/service.ts';
import { cpuRatio, type Measured, rowOf } from '../results.ts';
import { register } from './register.ts';

const connections = 32;

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
export async function measureSchemaById(
  service: Service,
  variant: Variant,
  effort: Effort,
): Promise<Measured> {
  const id = await register(service, 'bench-by-id', schemaRequest(1));
  const path = `/schemas/ids/${id}`;
  const answer = await sameAnswer(await fetch(service.url + path, { headers: variant.headers }));
  const route = { method: 'GET', url: '/schemas/ids/:id' } as const;
  const sameHeaders = await startBare({ ...route, ...answer });
  const body = await startBare({ ...route, ...bodyAlone(answer) });
  const load = { connections, headers: variant.headers, path };
  const [whole, same, alone] = await interleave(
    [
      { name: 'Schemagate, whole stack', target: service, load },
      { name: 'bare Fastify, same headers and body', target: sameHeaders, load },
      { name: 'bare Fastify, body alone', target: body, load },
    ],
    effort,
  );
  await Promise.all([sameHeaders.stop(), body.stop()]);
  if (!whole || !same || !alone) throw new Error('No runs');
  return {
    title: variant.name,
    about: `GET ${route.url}, ${answer.body.length} bytes, ${connections} connections`,
    rows: [whole, same, alone].map(rowOf),
    figures: [
      cpuRatio(`${variant.name}: CPU of bare Fastify with the same headers / ours`, same, whole),
      cpuRatio(`${variant.name}: CPU of bare Fastify with the body alone / ours`, alone, whole),
    ],
  };
}
