import { availableParallelism } from 'node:os';
import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import type { Effort } from '../load/interleave.ts';
import { type Run, runLoad } from '../load/load.ts';
import { sameAnswer, startBare } from '../processes/bare.ts';
import { startDatabase, startReplica } from '../processes/database.ts';
import type { Target } from '../processes/target.ts';
import { type Figure, type Measured, ratio } from '../results.ts';
import { ownSubject, perRound, registerMany } from './registration.ts';

const connections = 16;
/** One for each replica, for the load, and for the database. */
const coresNeeded = 4;

type LoadOn = (target: Target) => Promise<Run>;

/**
 * Two replicas against one, the load on each the same. What two processes reach here at all is shown by bare
 * Fastify servers that give the same answer.
 */
export async function measurePostgresReplicas({ warmUp, ...effort }: Effort): Promise<Measured> {
  const database = await startDatabase();
  const replicas = [
    await startReplica(database, { anyCore: true }),
    await startReplica(database, { anyCore: true }),
  ];
  const [first] = replicas;
  if (!first) throw new Error('No replica');
  const path = `/schemas/ids/${await register(first, 'bench-replicas', schemaRequest(4))}`;
  const answer = await sameAnswer(await fetch(first.url + path));
  const route = { method: 'GET', url: '/schemas/ids/:id', ...answer } as const;
  const bare = [await startBare(route, { anyCore: true }), await startBare(route, { anyCore: true })];
  const read: LoadOn = (target) => runLoad(target, { connections, path, duration: effort.duration });
  const write: LoadOn = (target) => registerMany(target, perRound / 2, ownSubject, connections);
  for (const target of [...replicas, ...bare]) {
    await runLoad(target, { connections, path, amount: warmUp });
  }
  for (const target of replicas) await registerMany(target, Math.floor(warmUp / 6), ownSubject, connections);

  const rounds = Math.min(effort.rounds, 5);
  const reads = await oneAndBoth(replicas, read, rounds);
  const writes = await oneAndBoth(replicas, write, rounds);
  const limit = await oneAndBoth(bare, read, rounds);
  await Promise.all([...replicas, ...bare].map((target) => target.stop()));
  await database.dispose();
  const few = availableParallelism() < coresNeeded;
  const note = few
    ? ` (not judged: fewer than ${coresNeeded} cores, for two replicas, database and load)`
    : '';
  const title = 'replicas';
  const figure = (name: string, { one, both }: Rates): Figure => ratio(`${title}: ${name}${note}`, both, one);
  return {
    title,
    about: `${connections} connections to each of two replicas at once, against ${connections} to one alone`,
    rows: [],
    figures: [
      figure('reads by id per second, two / one', reads),
      figure('registrations per second, two / one', writes),
      ratio(`${title}: reads from bare Fastify per second, two / one`, limit.both, limit.one),
      ratio(`${title}: CPU of a read, one / two`, reads.cpuOne, reads.cpuBoth),
    ],
  };
}

interface Rates {
  readonly one: number[];
  readonly both: number[];
  readonly cpuOne: number[];
  readonly cpuBoth: number[];
}

async function oneAndBoth(targets: readonly Target[], load: LoadOn, rounds: number): Promise<Rates> {
  const rates: Rates = { one: [], both: [], cpuOne: [], cpuBoth: [] };
  for (let round = 0; round < rounds; round++) {
    const target = targets[round % targets.length];
    if (!target) throw new Error('No target');
    const alone = await load(target);
    rates.one.push(alone.requestsPerSecond);
    rates.cpuOne.push(alone.cpu);
    const runs = await Promise.all(targets.map(load));
    rates.both.push(runs.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0));
    rates.cpuBoth.push(cpuOf(runs));
  }
  return rates;
}

/** Of one request, in microseconds, wherever it went. */
function cpuOf(runs: readonly Run[]): number {
  const requests = runs.reduce((sum, run) => sum + run.requests, 0);
  return runs.reduce((sum, run) => sum + run.cpu * run.requests, 0) / requests;
}
