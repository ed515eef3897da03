// Registers, looks up and compares hostile schemas against the running service, while a healthy client reads a schema
// again and again: node scripts/hostile.ts [--only NAME]...
// Prints for each how it was answered, how long the event loop was kept at most, by the clock, without the time that
// its thread waited for a core, and by what it computed; and what the healthy client saw.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostileSchemas } from '../test/helpers/hostile-schemas.ts';
import { measureHostile } from '../test/helpers/hostile-session.ts';
import { startServerProcess } from '../test/helpers/server-process.ts';
import { choose } from './choose.ts';
import { optionsOf } from './usage.ts';

/** What the event loop may be kept by one schema, in milliseconds. */
const mostMs = 50;

const values = optionsOf(import.meta.filename, { only: { type: 'string', multiple: true, default: [] } });
const pairs = choose(hostileSchemas(), values.only, {
  nameOf: ({ name }) => name,
  fits: (name, value) => name.includes(value),
});
const directory = mkdtempSync(join(tmpdir(), 'schemagate-hostile-'));
const watchFile = join(directory, 'stalls');
const server = await startServerProcess(directory, {
  MAX_EVENT_LOOP_DELAY_MS: '0',
  LOOP_WATCH: watchFile,
  NODE_OPTIONS: `--import=${new URL('../test/helpers/loop-watch.ts', import.meta.url).href}`,
});
let worst = 0;
try {
  console.log(
    '| Schema | Answers | Seconds | Stall, ms | Without waiting for a core, ms | Computing, ms | Healthy client, p95 ms |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const pair of pairs) {
    const { statuses, seconds, stall, healthyP95Ms } = await measureHostile(server, pair, watchFile);
    worst = Math.max(worst, stall.computedMs);
    const figures = [stall.wallMs, stall.ownMs, stall.computedMs, healthyP95Ms].map((ms) => ms.toFixed(1));
    console.log(`| ${[pair.name, statuses.join(' '), seconds.toFixed(1), ...figures].join(' | ')} |`);
  }
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
for (const { msg } of server.complaints) console.log(`logged: ${msg}`);
console.log(`hostile: at most ${worst.toFixed(0)} ms of computing in one go, aim ${mostMs} ms`);
if (worst > mostMs) process.exitCode = 1;
