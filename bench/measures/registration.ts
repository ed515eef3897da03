import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaRequest, schemaText } from '../data/schemas.ts';
import type { Effort } from '../load/interleave.ts';
import { type Run, runLoad } from '../load/load.ts';
import { startService } from '../processes/service.ts';
import type { Target } from '../processes/target.ts';
import { type Measured, median, ratio, rowOf } from '../results.ts';
import { durableInsertsPerSecond } from './sqlite-inserts.ts';

export const writers = 32;
export const fewSubjects = 4;
export const perRound = 3000;
/** Then come other subjects, so that none grows longer than it does in earnest. */
const versionsInFew = 50;

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
  const warmUp = Math.floor(effort.warmUp / 3);
  await registerMany(service, warmUp, ownSubject);
  const rounds = Math.min(effort.rounds, 7);
  for (let round = 0; round < rounds; round++) {
    distinct.push(await registerMany(service, perRound, ownSubject));
    few.push(await registerMany(service, perRound, oneOfFew));
    const texts = Array.from({ length: perRound }, () => schemaText(nextNumber()));
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
      {
        name: 'registration: durable inserts into SQLite, one a transaction',
        value: median(inserts),
        unit: 'per second',
        rounds: inserts,
      },
    ],
  };
}

let lastNumber = 0;
export const nextNumber = () => (lastNumber += 1);

export const ownSubject = (number: number) => `bench-${number}`;

export const oneOfFew = (number: number) =>
  `bench-few-${Math.floor(number / (versionsInFew * fewSubjects))}-${number % fewSubjects}`;

/** Every writer sends its next schema as soon as the last one is stored. */
export function registerMany(
  service: Target,
  amount: number,
  subjectOf: (number: number) => string,
  connections = writers,
): Promise<Run> {
  return runLoad(service, {
    connections,
    amount,
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    next() {
      const number = nextNumber();
      return { path: `/subjects/${subjectOf(number)}/versions`, body: schemaRequest(number) };
    },
  });
}
