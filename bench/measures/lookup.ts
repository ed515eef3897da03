import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import { type Effort, interleave } from '../load/interleave.ts';
import { sameAnswer, startBare } from '../processes/bare.ts';
import type { Service } from '../processes/service.ts';
import { cpuRatio, type Measured, rowOf } from '../results.ts';

const connections = 32;
const headers = { 'content-type': 'application/json' };

/** What a producer asks before it sends: the id of the schema it has at hand. */
export async function measureLookup(service: Service, effort: Effort): Promise<Measured> {
  const body = schemaRequest(2);
  await register(service, 'bench-lookup', body);
  const path = '/subjects/bench-lookup';
  const answer = await sameAnswer(await fetch(service.url + path, { method: 'POST', headers, body }));
  const bare = await startBare({ method: 'POST', url: '/subjects/:subject', ...answer });
  const load = { connections, method: 'POST', headers, path, body } as const;
  let asked = 0;
  // A field that nobody knows makes it another question with the same answer.
  const next = () => ({ path, body: `${body.slice(0, -1)},"asked":${(asked += 1)}}` });
  const [ours, anew, same] = await interleave(
    [
      { name: 'Schemagate, whole stack', target: service, load },
      { name: 'Schemagate, never asked before', target: service, load: { ...load, next } },
      { name: 'bare Fastify, parses the body, same answer', target: bare, load },
    ],
    effort,
  );
  await bare.stop();
  if (!ours || !anew || !same) throw new Error('No runs');
  return {
    title: 'lookup by schema',
    about: `POST /subjects/:subject, ${body.length} bytes, ${connections} connections, the same bytes again and again`,
    rows: [rowOf(ours), rowOf(anew), rowOf(same)],
    figures: [
      cpuRatio('lookup: CPU of bare Fastify with the same answer / ours', same, ours),
      cpuRatio('lookup, never asked before: CPU of bare Fastify with the same answer / ours', same, anew),
    ],
  };
}
