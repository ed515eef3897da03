import autocannon from 'autocannon';
import type { Target } from '../processes/target.ts';
import { cpuMicroseconds, residentBytes } from '../processes/usage.ts';
import { type Latencies, percentiles, withOmitted } from './latencies.ts';

export interface NextRequest {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

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
  /** What differs in the next request. */
  readonly next?: () => NextRequest;
  /** Ends the load when it resolves, if `duration` has not before. */
  readonly until?: Promise<unknown>;
}

const mebibyte = 1024 * 1024;

/** What one run of load found. */
export interface Run extends Latencies {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** CPU time of the whole server process for a request, in microseconds. */
  readonly cpu: number;
  /** Resident memory of the server process at the end, in MiB. */
  readonly memory: number;
  /** Requests without an answer of 2xx. */
  readonly failed: number;
}

/** The requests of each connection, made before the load begins: to make them would take time from the server's core. */
function madeBefore(
  next: () => NextRequest,
  amount: number,
  connections: number,
  common: Pick<Load, 'method' | 'headers'>,
): autocannon.Request[][] {
  const lists = Array.from({ length: connections }, (): autocannon.Request[] => []);
  // In the order in which they will be sent, more or less.
  for (let made = 0; made < amount; made++) {
    lists[made % connections]?.push({ ...common, headers: { ...common.headers }, ...next() });
  }
  return lists;
}

/** Puts load on a server. */
export async function runLoad(target: Target, load: Load): Promise<Run> {
  const {
    connections,
    duration,
    amount,
    rate,
    method = 'GET',
    headers = {},
    path = '/',
    body,
    next,
    until,
  } = load;
  const times: number[] = [];
  const made = next && amount !== undefined ? madeBefore(next, amount, connections, { method, headers }) : [];
  const cpuBefore = cpuMicroseconds(target.pid);
  let start = performance.now();
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
    setupClient(client) {
      const own = made.shift();
      if (own === undefined) return;
      client.setRequests(own);
      // Nothing is sent before all clients are made.
      start = performance.now();
    },
    requests: [
      {
        method,
        path,
        headers: { ...headers },
        ...(body !== undefined && { body }),
        // autocannon writes the length of a body into the headers that it is given: each request needs its own.
        ...(next && { setupRequest: (request) => ({ ...request, headers: { ...headers }, ...next() }) }),
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
  void until?.finally(() => running.stop());
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
    memory: residentBytes(target.pid) / mebibyte,
    failed: result.non2xx + result.errors + result.timeouts + lost,
  };
}
