import rateLimitPlugin from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Redis } from 'ioredis';
import { clientOf } from './client.ts';
import type { SharedCount, Usage } from './counts.ts';
import type { Policy } from './policy.ts';

export interface RedisOptions {
  readonly url: string;
  readonly windowMs: number;
  /** Milliseconds that a command may take. */
  readonly timeoutMs: number;
  /** Told when it fails after it worked, and when it works again; of the start as well. */
  readonly onState: (state: 'connected' | 'failing', error?: Error) => void;
}

/** Milliseconds between attempts to connect, at most. */
const longestRetryMs = 2000;

/** Makes what counts for all replicas that use the same Redis or Valkey, by the store of @fastify/rate-limit. */
export async function countInRedis(
  app: FastifyInstance,
  { url, windowMs, timeoutMs, onState }: RedisOptions,
): Promise<(policy: Policy) => SharedCount> {
  const client = new Redis(url, {
    connectTimeout: timeoutMs * 10,
    commandTimeout: timeoutMs,
    // A request does not wait for a connection.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, longestRetryMs),
  });
  app.addHook('onClose', async () => client.disconnect());
  let state: 'connected' | 'failing' | undefined;
  const becomes = (next: 'connected' | 'failing', error?: Error) => {
    if (state === next) return;
    state = next;
    onState(next, error);
  };
  client.on('ready', () => becomes('connected'));
  client.on('error', (error: Error) => becomes('failing', error));

  await app.register(rateLimitPlugin, { global: false, redis: client, nameSpace: 'schemagate-rate-limit-' });
  return ({ name, max }) => {
    const take = app.createRateLimit({
      max,
      timeWindow: windowMs,
      keyGenerator: (request) => `${name}-${clientOf(request)}`,
    });
    return async (request): Promise<Usage | undefined> => {
      try {
        const taken = await take(request);
        becomes('connected');
        if (taken.isAllowed) return undefined;
        return { remaining: taken.remaining, exceeded: taken.isExceeded, resetSeconds: taken.ttlInSeconds };
      } catch (error) {
        becomes('failing', error instanceof Error ? error : undefined);
        return undefined;
      }
    };
  };
}
