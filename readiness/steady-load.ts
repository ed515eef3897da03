import autocannon from 'autocannon';
import { type Latencies, percentiles, withOmitted } from '../bench/load/latencies.ts';

export interface SteadyLoad {
  /** Requests a second, over all connections together. */
  readonly rate: number;
  readonly seconds: number;
  /** Asked for in turn. */
  readonly paths: readonly string[];
}

/** Times are in milliseconds, what a stall held up included. */
export interface LoadFound extends Latencies {
  readonly answered: number;
  /** Answers other than 2xx, and requests without one. */
  readonly failed: number;
}

const connections = 10;

/** Asks at a steady rate, whether or not the answers keep up. */
export async function steadyLoad(url: string, { rate, seconds, paths }: SteadyLoad): Promise<LoadFound> {
  const times: number[] = [];
  const end = Promise.withResolvers<autocannon.Result>();
  const requests = paths.map((path) => ({ path }));
  const running = autocannon(
    { url, connections, overallRate: rate, duration: seconds, sampleInt: 100, requests },
    (error: Error | null, result) => (error ? end.reject(error) : end.resolve(result)),
  );
  running.on('response', (_client, _status, _bytes, time) => times.push(time));
  const { non2xx, errors, timeouts } = await end.promise;
  return {
    ...percentiles(withOmitted(times, (1000 * connections) / rate)),
    answered: times.length,
    failed: non2xx + errors + timeouts,
  };
}
