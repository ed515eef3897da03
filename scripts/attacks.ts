// Attacks the service one way after the other, and prints what it did and how a healthy client fared meanwhile.
// --short: with fewer connections, for every build. Fails when an attack was not answered as it should be.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { attackSettings, attacks } from '../test/helpers/attacks/all.ts';
import { startServerProcess } from '../test/helpers/server-process.ts';
import { optionsOf } from './usage.ts';

const values = optionsOf(import.meta.filename, { short: { type: 'boolean', default: false } });

/** Connections of a flood; there are twenty times as many idle ones. */
const connections = values.short ? 20 : 500;
const pauseMs = 5;
/** An attack that is over at once is measured over this time at least, in milliseconds. */
const leastMs = 1000;

const directory = mkdtempSync(join(tmpdir(), 'schemagate-'));
const server = await startServerProcess(directory, attackSettings);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
try {
  await measure('no attack', 'answered', async () => []);
  for (const attack of attacks) {
    const { name, expected } = attack;
    await measure(name, expected, () => attack.run({ port: server.port, connections }));
  }
} finally {
  agent.destroy();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function measure(
  name: string,
  expected: string,
  attack: () => Promise<readonly string[]>,
): Promise<void> {
  const latencies: number[] = [];
  const over = Promise.all([attack(), setTimeout(leastMs)]);
  const state = { over: false };
  void over.finally(() => {
    state.over = true;
  });
  let failed = 0;
  while (!state.over) {
    const start = performance.now();
    if ((await healthy()) !== 200) failed += 1;
    latencies.push(performance.now() - start);
    await setTimeout(pauseMs);
  }
  const [problems] = await over;
  const p95 = latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length * 0.95)] ?? 0;
  const verdict = problems.length === 0 && failed === 0 ? 'as expected' : 'NOT AS EXPECTED';
  console.log(
    `${name.padEnd(22)} ${expected.padEnd(34)} ${verdict}; healthy client: p95 ${p95.toFixed(1)} ms of ${latencies.length}, ${failed} failed`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
  if (verdict !== 'as expected') process.exitCode = 1;
}

function healthy(): Promise<number> {
  return new Promise((resolve) => {
    get(`${server.url}/subjects`, { agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    }).once('error', () => resolve(0));
  });
}
