import { schemaText } from '../data/schemas.ts';
import type { Effort } from '../load/interleave.ts';
import type { Run } from '../load/load.ts';
import { startDatabase, startReplica } from '../processes/database.ts';
import { type Measured, median, ratio, rowOf } from '../results.ts';
import { bareInserts } from './postgres-inserts.ts';
import {
  fewSubjects,
  nextNumber,
  oneOfFew,
  ownSubject,
  perRound,
  registerMany,
  writers,
} from './registration.ts';

/**
 * New schemas, each durable before its answer, against plain inserts on the same server: one at a time, as
 * beside SQLite, and as many at once as there are writers.
 */
export async function measurePostgresRegistration(effort: Effort): Promise<Measured> {
  const database = await startDatabase();
  const service = await startReplica(database, { anyCore: true });
  const inserts = await bareInserts(database.url, writers);
  const distinct: Run[] = [];
  const few: Run[] = [];
  const oneByOne: number[] = [];
  const atOnce: number[] = [];
  await registerMany(service, Math.floor(effort.warmUp / 3), ownSubject);
  const rounds = Math.min(effort.rounds, 7);
  const texts = () => Array.from({ length: perRound }, () => schemaText(nextNumber()));
  for (let round = 0; round < rounds; round++) {
    distinct.push(await registerMany(service, perRound, ownSubject));
    oneByOne.push(await inserts.perSecond(texts(), 1));
    few.push(await registerMany(service, perRound, oneOfFew));
    atOnce.push(await inserts.perSecond(texts(), writers));
  }
  await inserts.close();
  await service.stop();
  await database.dispose();
  const rates = (runs: readonly Run[]) => runs.map(({ requestsPerSecond }) => requestsPerSecond);
  const perSecond = (name: string, values: readonly number[]) =>
    ({ name, value: median(values), unit: 'per second', rounds: values }) as const;
  const title = 'registration on PostgreSQL';
  return {
    title,
    about: `POST /subjects/:subject/versions with new schemas of ${schemaText(0).length} bytes, ${writers} writers; the server with fsync on`,
    rows: [
      rowOf({ name: `${writers} writers, every schema in a new subject`, runs: distinct }),
      rowOf({ name: `${writers} writers, ${fewSubjects} subjects`, runs: few }),
    ],
    figures: [
      ratio(`${title}: in new subjects, per second / bare inserts one at a time`, rates(distinct), oneByOne),
      ratio(
        `${title}: in ${fewSubjects} subjects, per second / bare inserts one at a time`,
        rates(few),
        oneByOne,
      ),
      ratio(
        `${title}: in new subjects, per second / ${writers} bare inserts at once`,
        rates(distinct),
        atOnce,
      ),
      perSecond(`${title}: in new subjects`, rates(distinct)),
      perSecond(`${title}: bare inserts, one at a time`, oneByOne),
      perSecond(`${title}: bare inserts, ${writers} at once`, atOnce),
    ],
  };
}
