import autocannon from 'autocannon';
import type { Target } from '../processes/target.ts';
import { cpuMicroseconds } from '../processes/usage.ts';
import { type Latencies, percentiles, withOmitted } from './latencies.ts';

export interface Load {
  readonly connections: number;
  /** Seconds; without it as long as `amount` takes. */
  readonly duration?: number;
  readonly amount?: number;
  /** Requests a second over all connections; as many as the server takes without it. */
  readonly rate?: number;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly body?: string;
  /** Path and body of the next request, when they differ. */
  readonly next?: () => { readonly path: string; readonly body?: string };
}

/** What one run of load found. */
export interface Run extends Latencies {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** CPU time of the whole server process for a request, in microseconds. */
  readonly cpu: number;
  /** Requests without an answer of 2xx. */
  readonly failed: number;
}

/** Puts load on a server. */
export async function runLoad(target: Target, load: Load): Promise<Run> {
  const { connections, duration, amount, rate, method = 'GET', headers = {}, path = '/', body, next } = load;
  const times: number[] = [];
  const cpuBefore = cpuMicroseconds(target.pid);
  const start = performance.now();
  let end = start;
  const finished = Promise.withResolvers<autocannon.Result>();
  const options: autocannon.Options = {
    url: target.url,
    connections,
    // It looks at the clock once in this time, in milliseconds.
    sampleInt: 100,
    ...(duration !== undefined && { duration }),
    ...(amount !== undefined && { amount }),
    ...(rate !== undefined && { overallRate: rate }),
    requests: [
      {
        method,
        path,
        headers: { ...headers },
        ...(body !== undefined && { body }),
        ...(next && { setupRequest: (request) => ({ ...request, ...next() }) }),
      },
    ],
  };
  const running = autocannon(options, (error: Error | null, found) => {
    if (error) finished.reject(error);
    else finished.resolve(found);
  });
  running.on('response', (_client, _status, _bytes, time) => {
    times.push(time);
    end = performance.now();
  });
  const result = await finished.promise;
  const seconds = (end - start) / 1000;
  const cpu = cpuMicroseconds(target.pid) - cpuBefore;
  // At the end each connection may still wait for an answer; more than that went with broken connections.
  // At a fixed rate autocannon counts more requests than it sends.
  const lost = rate === undefined ? Math.max(result.requests.sent - times.length - connections, 0) : 0;
  const corrected = rate === undefined ? times : withOmitted(times, (1000 * connections) / rate);
  return {
    ...percentiles(corrected),
    requests: times.length,
    requestsPerSecond: times.length / seconds,
    cpu: cpu / times.length,
    failed: result.non2xx + result.errors + result.timeouts + lost,
  };
}
