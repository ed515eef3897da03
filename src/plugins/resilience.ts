import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpError } from './http-error.ts';
import { isProbe } from './probe.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** How busy the process is, sampled once a second. */
    readonly load: LoadMonitor;
  }
}

/** The measures that @fastify/under-pressure takes. */
export type LoadMonitor = Pick<FastifyInstance, 'isUnderPressure' | 'memoryUsage'>;

export interface ResilienceOptions {
  /** Milliseconds; 0 does not watch it, as for each of these. */
  readonly maxEventLoopDelay: number;
  /** Share of an interval, 0 to 1. */
  readonly maxEventLoopUtilization: number;
  readonly maxHeapUsedBytes: number;
  readonly maxRssBytes: number;
  /** Milliseconds between samples. Default 1000. */
  readonly sampleInterval?: number;
}

const retryAfterSeconds = 10;

const plugin: FastifyPluginAsync<ResilienceOptions> = async (app, options) => {
  const load = await monitor(app, options);
  app.decorate('load', load);
  app.addHook('onRequest', (request, reply, next) => {
    if (!load.isUnderPressure() || isProbe(request.raw.url)) return next();
    reply.header('retry-after', retryAfterSeconds);
    return next(new HttpError(503));
  });
};

/**
 * Turns requests away with 503 and `Retry-After` while the process is overloaded, health probes
 * excepted. The measures are @fastify/under-pressure's; that the store is away is no overload.
 */
export const resilience = fastifyPlugin(plugin, { name: 'resilience' });

/** Runs the plugin in a scope without routes: its own hook looks up each request's route options. */
async function monitor(app: FastifyInstance, options: ResilienceOptions): Promise<LoadMonitor> {
  const { promise, resolve } = Promise.withResolvers<LoadMonitor>();
  // Starting blocks the event loop, and the sample that saw it counts until the next: that is no overload.
  const settlingMs = 2 * (options.sampleInterval ?? 1000);
  let readyAt = performance.now();
  app.addHook('onReady', (done) => {
    readyAt = performance.now();
    done();
  });
  await app.register(async (scope) => {
    await scope.register(underPressure, { ...options, eventLoopUtilizationMode: 'interval' });
    resolve({
      isUnderPressure: () => scope.isUnderPressure() && performance.now() - readyAt >= settlingMs,
      memoryUsage: () => scope.memoryUsage(),
    });
  });
  return promise;
}
