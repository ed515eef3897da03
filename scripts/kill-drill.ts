// Kills the service with SIGKILL amid registrations, many times, and checks that nothing acknowledged is lost:
//   node scripts/kill-drill.ts [--rounds 100] [--seed 1]
import { runKillDrill } from '../test/helpers/kill-drill.ts';
import { optionsOf } from './usage.ts';

const values = optionsOf(import.meta.filename, {
  rounds: { type: 'string', default: '100' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const started = performance.now();
const { acknowledged, problems } = await runKillDrill({
  rounds,
  seed,
  onRound: (round, count, found) =>
    console.log(`round ${round}: killed after ${count} acknowledged, ${found.length} problems`),
});
for (const problem of problems) console.error(problem);
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `kill drill: ${rounds} rounds, seed ${seed}: ${acknowledged} registrations acknowledged, ${problems.length} problems (${seconds} s)`,
);
if (problems.length > 0) process.exitCode = 1;
