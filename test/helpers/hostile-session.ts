import { existsSync, readFileSync } from 'node:fs';
import type { HostilePair } from './hostile-schemas.ts';
import type { ServerProcess } from './server-process.ts';

export interface HostileMeasure {
  /** Of both registrations, a look-up, and both checks. */
  readonly statuses: readonly number[];
  readonly seconds: number;
  readonly stall: Stall;
  /** Of a client that reads one schema by its id meanwhile. */
  readonly healthyP95Ms: number;
}

/** The most that the service's event loop was kept in one go. */
export interface Stall {
  /** By the clock. */
  readonly wallMs: number;
  /** Without the time that its thread could run and had no core. */
  readonly ownMs: number;
  /** That its thread computed. */
  readonly computedMs: number;
}

const healthyPauseMs = 5;

let lastSubject = 0;

/** Sends a pair of hostile schemas, and tells what came of it. */
export async function measureHostile(
  server: ServerProcess,
  pair: HostilePair,
  watchFile: string,
): Promise<HostileMeasure> {
  lastSubject += 1;
  const subject = `hostile-${lastSubject}`;
  const healthy = await startHealthyClient(server);
  const startedAt = Date.now();
  const from = performance.now();
  const statuses = [
    await post(server, `/subjects/${subject}/versions`, pair.first),
    await post(server, `/subjects/${subject}/versions`, pair.second),
    await post(server, `/subjects/${subject}?normalize=true`, pair.second),
    await post(server, `/compatibility/subjects/${subject}/versions/latest?verbose=true`, pair.second),
    await post(server, `/compatibility/subjects/${subject}/versions`, pair.first),
  ];
  const seconds = (performance.now() - from) / 1000;
  const healthyP95Ms = await healthy.stop();
  const stalls = stallsSince(watchFile, startedAt);
  const stall = {
    wallMs: Math.max(0, ...stalls.map(({ wallMs }) => wallMs)),
    ownMs: Math.max(0, ...stalls.map(({ ownMs }) => ownMs)),
    computedMs: Math.max(0, ...stalls.map(({ computedMs }) => computedMs)),
  };
  return { statuses, seconds, stall, healthyP95Ms };
}

async function post(server: ServerProcess, path: string, schema: string): Promise<number> {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schemaType: 'JSON', schema }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** What `loop-watch.ts` has written since then. */
function stallsSince(file: string, time: number): Stall[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines
    .map((line) => line.split(' ').map(Number))
    .filter(([at = 0]) => at >= time)
    .map(([, wallMs = 0, computedMs = 0, waitedMs = 0]) => ({
      wallMs,
      ownMs: wallMs - waitedMs,
      computedMs,
    }));
}

async function startHealthyClient(server: ServerProcess): Promise<{ stop(): Promise<number> }> {
  await post(server, '/subjects/healthy/versions', '{"type":"string"}');
  const latencies: number[] = [];
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const from = performance.now();
      await (await fetch(`${server.url}/schemas/ids/1`)).arrayBuffer();
      latencies.push(performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, healthyPauseMs));
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
      latencies.sort((a, b) => a - b);
      return latencies[Math.floor(latencies.length * 0.95)] ?? 0;
    },
  };
}
