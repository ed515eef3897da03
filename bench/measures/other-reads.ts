import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import { type Effort, interleave, type Runs } from '../load/interleave.ts';
import { sameAnswer, startBare } from '../processes/bare.ts';
import type { Service } from '../processes/service.ts';
import { cpuRatio, type Figure, type Measured, rowOf } from '../results.ts';

const connections = 32;
const versions = 10;

interface Read {
  readonly name: string;
  /** Of the route, in Fastify's notation. */
  readonly url: string;
  readonly path: string;
}

const reads: readonly Read[] = [
  {
    name: 'latest version',
    url: '/subjects/:subject/versions/:version',
    path: '/subjects/bench-lists/versions/latest',
  },
  { name: 'list of versions', url: '/subjects/:subject/versions', path: '/subjects/bench-lists/versions' },
  { name: 'list of subjects', url: '/subjects', path: '/subjects?subjectPrefix=bench-l' },
  { name: 'config of a subject', url: '/config/:subject', path: '/config/bench-lists?defaultToGlobal=true' },
];

/** Reads whose answers may change with every registration. */
export async function measureOtherReads(service: Service, effort: Effort): Promise<Measured> {
  for (let number = 0; number < versions; number++) {
    await register(service, 'bench-lists', schemaRequest(1_000_000 + number));
  }
  const runs: Runs[] = [];
  const figures: Figure[] = [];
  for (const read of reads) {
    const [ours, bare] = await besideBare(service, read, effort);
    runs.push(ours);
    figures.push(cpuRatio(`${read.name}: CPU of bare Fastify with the same answer / ours`, bare, ours));
  }
  return { title: 'other reads', about: `GET, ${connections} connections`, rows: runs.map(rowOf), figures };
}

async function besideBare(service: Service, { name, url, path }: Read, effort: Effort) {
  const headers = { 'accept-encoding': 'identity' };
  const answer = await sameAnswer(await fetch(service.url + path, { headers }));
  const target = await startBare({ method: 'GET', url, ...answer });
  const load = { connections, path };
  const [ours, bare] = await interleave(
    [
      { name, target: service, load },
      { name: 'bare Fastify', target, load },
    ],
    { ...effort, rounds: Math.min(effort.rounds, 5) },
  );
  await target.stop();
  if (!ours || !bare) throw new Error('No runs');
  return [ours, bare] as const;
}
