import type { HostilePair } from './hostile-schemas.ts';
import type { ServerProcess } from './server-process.ts';

export interface HostileMeasure {
  /** Of both registrations, a look-up, and both checks. */
  readonly statuses: readonly number[];
  readonly seconds: number;
  /** How long the service's event loop was kept at most, beyond the resolution of its own watch. */
  readonly stallMs: number;
  /** Of a client that reads one schema by its id meanwhile. */
  readonly healthyP95Ms: number;
}

/** The service looks at its event loop as often as this, in milliseconds. */
const watchMs = 10;
const healthyPauseMs = 5;

let lastSubject = 0;

/** Sends a pair of hostile schemas, and tells what came of it. */
export async function measureHostile(server: ServerProcess, pair: HostilePair): Promise<HostileMeasure> {
  lastSubject += 1;
  const subject = `hostile-${lastSubject}`;
  const healthy = await startHealthyClient(server);
  // Its figures begin anew whenever they are read.
  await stalledMs(server);
  const from = performance.now();
  const statuses = [
    await post(server, `/subjects/${subject}/versions`, pair.first),
    await post(server, `/subjects/${subject}/versions`, pair.second),
    await post(server, `/subjects/${subject}?normalize=true`, pair.second),
    await post(server, `/compatibility/subjects/${subject}/versions/latest?verbose=true`, pair.second),
    await post(server, `/compatibility/subjects/${subject}/versions`, pair.first),
  ];
  const seconds = (performance.now() - from) / 1000;
  const stallMs = await stalledMs(server);
  return { statuses, seconds, stallMs, healthyP95Ms: await healthy.stop() };
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

async function stalledMs(server: ServerProcess): Promise<number> {
  const text = await (await fetch(`${server.metricsUrl}/metrics`)).text();
  const seconds = Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]);
  return Math.max(0, seconds * 1000 - watchMs);
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
