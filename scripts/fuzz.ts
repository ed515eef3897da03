// Sends random requests for every route to the service and stops at the first answer that no request may get:
//   npm run fuzz -- [--requests 1000000] [--seed 1] [--state FILE]
// With a state file it goes on where the last run ended. A request depends on the seed and its number alone, the
// answer also on what came before it since the service was started.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sample } from 'fast-check';
import { FuzzSession } from '../test/helpers/fuzz-session.ts';
import type { OpenapiDocument } from '../test/helpers/openapi-document.ts';
import { anyRequest, type FuzzRequest } from '../test/helpers/request-arbitraries.ts';
import { startServerProcess } from '../test/helpers/server-process.ts';
import { optionsOf } from './usage.ts';

interface State {
  readonly seed: number;
  /** Number of the next batch. */
  readonly next: number;
  /** Answers so far, by status. */
  readonly statuses: Counts;
  /** Refusals of a service that has too much to do, by code and message. */
  readonly overload: Counts;
}

type Counts = Record<string, number>;

/** Requests that are made from one seed; progress is saved after each batch. */
const batchSize = 500;

const values = optionsOf(import.meta.filename, {
  requests: { type: 'string', default: '1000000' },
  seed: { type: 'string' },
  state: { type: 'string' },
});
const stateFile = values.state;
const saved = stateFile !== undefined && existsSync(stateFile) ? readState(stateFile) : undefined;
const seed = Number(values.seed ?? saved?.seed ?? Date.now() % 1_000_000);
const earlier = saved?.seed === seed ? saved : undefined;
const first = earlier?.next ?? 0;
const batches = Math.ceil(Number(values.requests) / batchSize);

const directory = mkdtempSync(join(tmpdir(), 'schemagate-fuzz-'));
const server = await startServerProcess(directory, { MAX_EVENT_LOOP_DELAY_MS: '0' });
const session = new FuzzSession(server.port);
const statuses: Counts = { ...earlier?.statuses };
const overload: Counts = { ...earlier?.overload };
/** Resident memory of the service after each batch, in MiB. */
const memory: number[] = [];
const started = performance.now();
let failure: string | undefined;
try {
  const response = await fetch(`${server.url}/openapi.json`);
  const request = anyRequest((await response.json()) as OpenapiDocument);
  for (let batch = first; batch < first + batches && failure === undefined; batch += 1) {
    failure = await firstFailure(batch, sample(request, { seed: mixed(seed, batch), numRuns: batchSize }));
    memory.push(await residentMib());
    failure ??= memoryGrowth();
    if (failure === undefined && stateFile !== undefined) {
      const state = { seed, next: batch + 1, statuses, overload } satisfies State;
      writeFileSync(stateFile, `${JSON.stringify(state)}\n`);
    }
  }
} finally {
  session.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
// That it refused is in its answers.
for (const { msg } of server.complaints) {
  if (msg !== 'request refused') failure ??= `the service logged: ${msg}`;
}

console.log(
  `fuzz: resident memory ${memory[settledAt()] ?? 0} MiB once settled, ${memory.at(-1) ?? 0} MiB at the end`,
);
const seconds = Math.round((performance.now() - started) / 1000);
const total = Object.values(statuses).reduce((sum, count) => sum + count, 0);
console.log(
  `fuzz: seed ${seed}, from number ${first * batchSize} (${seconds} s); ${total} answers in all: ${list(statuses)}`,
);
console.log(`fuzz: of the 503, ${list(overload) || 'none'}`);
if (failure !== undefined) {
  console.error(failure);
  process.exitCode = 1;
}

async function firstFailure(batch: number, requests: readonly FuzzRequest[]): Promise<string | undefined> {
  for (const [index, request] of requests.entries()) {
    const { status, body, problems } = await session.send(request);
    count(statuses, String(status));
    if (status === 503) count(overload, body);
    if (problems.length > 0) {
      return `request ${batch * batchSize + index}, ${problems.join('; ')}: ${JSON.stringify(request)}`;
    }
  }
  return undefined;
}

function count(counts: Counts, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function list(counts: Counts): string {
  return Object.entries(counts)
    .map(([key, times]) => `${times} × ${key}`)
    .join(', ');
}

async function residentMib(): Promise<number> {
  const text = await (await fetch(server.metricsUrl)).text();
  const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
  return Math.round(bytes / 1024 / 1024);
}

/** The batch after which caches are full and threads have been started. */
function settledAt(): number {
  return Math.min(Math.floor(batches / 4), 99);
}

function memoryGrowth(): string | undefined {
  const settled = memory[settledAt()];
  // One batch may hold a large schema; of the last ten the least counts.
  const now = Math.min(...memory.slice(-10));
  if (settled === undefined || now <= settled * 1.5 + 100) return undefined;
  return `memory grew from ${settled} MiB to ${now} MiB`;
}

function mixed(base: number, batch: number): number {
  return (Math.imul(base, 0x9e3779b1) + Math.imul(batch, 0x85ebca6b)) | 0;
}

function readState(path: string): State {
  return JSON.parse(readFileSync(path, 'utf8')) as State;
}
