// Lets clients register, delete and read through replicas on one PostgreSQL of its own, of which one is killed now
// and then, and checks that their answers fit those of a registry that does one thing at a time:
//   node scripts/linearizability.ts [--operations 10000] [--replicas 4] [--kills 10] [--seed 1] [--read-lag 10000]
// The seed decides what clients ask for and which replica is killed when; how the requests meet is the machine's.
import { documentedReadLag, runReplicaDrill } from '../test/helpers/linearizability/replica-drill.ts';
import { startPostgres } from '../test/helpers/postgres/server.ts';
import { optionsOf } from './usage.ts';

const values = optionsOf(import.meta.filename, {
  operations: { type: 'string', default: '10000' },
  replicas: { type: 'string', default: '4' },
  kills: { type: 'string', default: '10' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  'read-lag': { type: 'string', default: String(documentedReadLag) },
});
const replicas = Number(values.replicas);
const seed = Number(values.seed);
const readLag = Number(values['read-lag']);
console.log(`seed ${seed}`);
const started = performance.now();
const server = await startPostgres();
try {
  const { operations, unknown, subjects, kills, problems } = await runReplicaDrill({
    databaseUrl: server.url(),
    replicas,
    operations: Number(values.operations),
    kills: Number(values.kills),
    seed,
    readLag,
  });
  for (const problem of problems) console.error(problem);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `linearizability: ${operations} operations on ${subjects} subjects through ${replicas} replicas, ${kills} kills, ` +
      `${unknown} outcomes unknown, read lag ${readLag} ms, seed ${seed}: ${problems.length} violations (${seconds} s)`,
  );
  if (problems.length > 0) process.exitCode = 1;
} finally {
  await server.dispose();
}
