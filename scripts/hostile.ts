// Registers, looks up and compares hostile schemas against the running service, while a healthy client reads a schema
// again and again: node scripts/hostile.ts [--only NAME]
// Prints for each how it was answered, how long the event loop was kept at most, and what the healthy client saw.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostileSchemas } from '../test/helpers/hostile-schemas.ts';
import { measureHostile } from '../test/helpers/hostile-session.ts';
import { startServerProcess } from '../test/helpers/server-process.ts';

/** What the event loop may be kept by one schema, in milliseconds. */
const mostMs = 50;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const directory = mkdtempSync(join(tmpdir(), 'schemagate-hostile-'));
const server = await startServerProcess(directory, { MAX_EVENT_LOOP_DELAY_MS: '0' });
let worst = 0;
try {
  console.log('| Schema | Answers | Seconds | Longest stall, ms | Healthy client, p95 ms |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const pair of hostileSchemas().filter(({ name }) => name.includes(values.only ?? ''))) {
    const { statuses, seconds, stallMs, healthyP95Ms } = await measureHostile(server, pair);
    worst = Math.max(worst, stallMs);
    const cells = [
      pair.name,
      statuses.join(' '),
      seconds.toFixed(1),
      stallMs.toFixed(0),
      healthyP95Ms.toFixed(1),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
for (const { msg } of server.complaints) console.log(`logged: ${msg}`);
console.log(`hostile: longest stall ${worst.toFixed(0)} ms, aim ${mostMs} ms`);
if (worst > mostMs) process.exitCode = 1;
