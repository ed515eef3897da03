import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaRequest, schemaText } from '../data/schemas.ts';
import type { Effort } from '../load/interleave.ts';
import { type Run, runLoad } from '../load/load.ts';
import { type Service, startService } from '../processes/service.ts';
import { type Measured, ratio, rowOf } from '../results.ts';
import { durableInsertsPerSecond } from './sqlite-inserts.ts';

const writers = 32;
const fewSubjects = 4;
const perRound = 3000;

/**
 * New schemas, each durable before its answer, against plain inserts into SQLite on the same disk. Here
 * the service may use every core, as the disk and not the processor is what both wait for.
 */
export async function measureRegistration(effort: Effort): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-bench-'));
  const service = await startService({ directory: join(directory, 'store'), anyCore: true });
  const distinct: Run[] = [];
  const few: Run[] = [];
  const inserts: number[] = [];
  const numbers = counter();
  await registerMany(service, numbers, Number.POSITIVE_INFINITY);
  const rounds = Math.min(effort.rounds, 7);
  for (let round = 0; round < rounds; round++) {
    distinct.push(await registerMany(service, numbers, Number.POSITIVE_INFINITY));
    few.push(await registerMany(service, numbers, fewSubjects));
    const texts = Array.from({ length: perRound }, () => schemaText(numbers()));
    inserts.push(durableInsertsPerSecond(join(directory, 'inserts.db'), texts));
  }
  await service.stop();
  rmSync(directory, { recursive: true });
  const rates = (runs: readonly Run[]) => runs.map(({ requestsPerSecond }) => requestsPerSecond);
  return {
    title: 'registration',
    about: `POST /subjects/:subject/versions with new schemas of ${schemaText(0).length} bytes, ${writers} writers`,
    rows: [
      rowOf({ name: `${writers} writers, every schema in a new subject`, runs: distinct }),
      rowOf({ name: `${writers} writers, ${fewSubjects} subjects`, runs: few }),
    ],
    figures: [
      ratio(
        'registration: in new subjects, per second / durable inserts into SQLite',
        rates(distinct),
        inserts,
      ),
      ratio(
        `registration: in ${fewSubjects} subjects, per second / durable inserts into SQLite`,
        rates(few),
        inserts,
      ),
      ratio(
        'registration: durable inserts into SQLite, one a transaction',
        inserts,
        inserts.map(() => 1),
      ),
    ],
  };
}

/** Every writer sends its next schema as soon as the last one is stored. */
function registerMany(service: Service, numbers: () => number, subjects: number): Promise<Run> {
  const first = numbers();
  return runLoad(service, {
    connections: writers,
    amount: perRound,
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    next() {
      const number = numbers();
      const subject = subjects === Number.POSITIVE_INFINITY ? number : `few-${first}-${number % subjects}`;
      return { path: `/subjects/bench-${subject}/versions`, body: schemaRequest(number) };
    },
  });
}

function counter(): () => number {
  let last = 0;
  return () => (last += 1);
}
