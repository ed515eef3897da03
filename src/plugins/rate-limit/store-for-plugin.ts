import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FixedWindows } from './fixed-windows.ts';

/** The counts in the form that @fastify/rate-limit takes, so that both count the same. */
export function storeForPlugin(windows: FixedWindows): FastifyRateLimitStoreCtor {
  return class SharedStore implements FastifyRateLimitStore {
    incr(key: string, callback: Parameters<FastifyRateLimitStore['incr']>[1]): void {
      const now = Date.now();
      const window = windows.at(key, now);
      window.count += 1;
      callback(null, { current: window.count, ttl: windows.remainingMs(window, now) });
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}
