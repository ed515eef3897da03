import type { Check } from '../check.ts';
import { type Finding, messageOf, notChecked, ok, problem, warning } from '../finding.ts';

/** Where replicas count requests together. */
export const redis: Check = {
  id: 'redis',
  looksAt: 'whether the Redis of RATE_LIMIT_REDIS_URL answers',
  async run({ config, patience }) {
    const { RATE_LIMIT_REDIS_URL: url, RATE_LIMIT_WITHOUT_REDIS: without } = config;
    if (url === '') return notChecked('RATE_LIMIT_REDIS_URL is empty: each process counts for itself');
    try {
      return judgeSpeed(await ping(url, patience), config.RATE_LIMIT_REDIS_TIMEOUT_MS);
    } catch (error) {
      const found = `it does not answer (${messageOf(error)}): requests are ${without === 'refuse' ? 'refused' : 'not counted'}`;
      const judge = without === 'refuse' ? problem : warning;
      return judge(found, 'see RATE_LIMIT_REDIS_URL and the server');
    }
  },
};

/** An answer that comes later than the service waits is none. Times in milliseconds. */
export function judgeSpeed(taken: number, patience: number): Finding {
  const found = `it answers within ${Math.ceil(taken)} ms`;
  if (taken <= patience) return ok(found);
  return warning(found, 'raise RATE_LIMIT_REDIS_TIMEOUT_MS, or bring it nearer');
}

/** How long an answer takes, in milliseconds. */
async function ping(url: string, patience: number): Promise<number> {
  // Loaded when it is needed.
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: patience,
    commandTimeout: patience,
    disconnectTimeout: patience,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let cause: Error | undefined;
  client.on('error', (error: Error) => {
    cause ??= error;
  });
  try {
    await client.connect();
    const sent = performance.now();
    await client.ping();
    return performance.now() - sent;
  } catch (error) {
    // The client itself only says that the connection is closed.
    throw cause ?? error;
  } finally {
    client.disconnect();
  }
}
