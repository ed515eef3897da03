import { register } from '../data/register.ts';
import { schemaRequest } from '../data/schemas.ts';
import { type Contestant, type Effort, interleave, type Runs } from '../load/interleave.ts';
import type { Load } from '../load/load.ts';
import { startDatabase, startReplica } from '../processes/database.ts';
import type { Service } from '../processes/service.ts';
import { cpuRatio, type Figure, type Measured, rowOf } from '../results.ts';

const connections = 32;
const subject = 'bench-postgres';

/** What is remembered costs the same, whichever engine it came from: the database is not asked. */
export async function measurePostgresReads(embedded: Service, effort: Effort): Promise<Measured> {
  const database = await startDatabase();
  const replica = await startReplica(database);
  const body = schemaRequest(3);
  const ids = await Promise.all([embedded, replica].map((service) => register(service, subject, body)));
  const reads: readonly { readonly name: string; readonly load: (id: number) => Load }[] = [
    { name: 'by id', load: (id) => ({ connections, path: `/schemas/ids/${id}` }) },
    { name: 'latest version', load: () => ({ connections, path: `/subjects/${subject}/versions/latest` }) },
    { name: 'config', load: () => ({ connections, path: `/config/${subject}?defaultToGlobal=true` }) },
    { name: 'lookup', load: () => lookup(body) },
  ];
  const contestants = reads.flatMap(({ name, load }): Contestant[] => [
    { name: `${name}, SQLite`, target: embedded, load: load(ids[0] ?? 0) },
    { name: `${name}, PostgreSQL`, target: replica, load: load(ids[1] ?? 0) },
  ]);
  const rounds = Math.max(Math.min(effort.rounds, 7), 3);
  const runs = await interleave(contestants, { ...effort, rounds });
  await replica.stop();
  await database.dispose();
  return {
    title: 'reads on PostgreSQL',
    about: `${connections} connections, memory warm; by turns with the same read on SQLite`,
    rows: runs.map(rowOf),
    figures: reads.map(({ name }, index) => beside(name, runs[2 * index], runs[2 * index + 1])),
  };
}

function lookup(body: string): Load {
  const headers = { 'content-type': 'application/json' };
  return { connections, method: 'POST', headers, path: `/subjects/${subject}`, body };
}

function beside(name: string, sqlite: Runs | undefined, postgres: Runs | undefined): Figure {
  if (!sqlite || !postgres) throw new Error('No runs');
  return cpuRatio(`reads on PostgreSQL, ${name}: CPU on SQLite / on PostgreSQL`, sqlite, postgres);
}
