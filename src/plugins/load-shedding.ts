import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpError } from './http-error.ts';
import { type ShedReason, type Sheds, shedCounts } from './load-shedding/sheds.ts';
import { routeClass } from './route-class.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** How busy the process is, sampled once a second. */
    readonly load: LoadMonitor;
    /** Requests turned away, by reason. */
    readonly sheds: Sheds;
  }
}

/** The measures that @fastify/under-pressure takes. */
export type LoadMonitor = Pick<FastifyInstance, 'isUnderPressure' | 'memoryUsage'>;

type Measured = ReturnType<LoadMonitor['memoryUsage']>;

export interface LoadSheddingOptions {
  /** Milliseconds; 0 does not watch it, as for each of these. */
  readonly maxEventLoopDelay: number;
  /** Share of an interval, 0 to 1. */
  readonly maxEventLoopUtilization: number;
  readonly maxHeapUsedBytes: number;
  readonly maxRssBytes: number;
  /** Requests being answered at a time. */
  readonly maxInFlight: number;
  /** How many are being answered, the one that comes in included. */
  readonly inFlight: () => number;
  /** Milliseconds between samples. Default 1000. */
  readonly sampleInterval?: number;
}

/** Until the next sample may tell otherwise, and more. */
const overloadedSeconds = 10;
/** Places come free all the time. */
const crowdedSeconds = 1;

const plugin: FastifyPluginAsync<LoadSheddingOptions> = async (app, options) => {
  const load = await monitor(app, options);
  app.decorate('load', load);
  const sheds = shedCounts();
  app.decorate('sheds', sheds);
  const { maxInFlight, inFlight } = options;
  app.quickLane?.admit(
    'load-shedding',
    () => !load.isUnderPressure() && (maxInFlight === 0 || inFlight() < maxInFlight),
  );
  app.addHook('onRequest', (request, reply, next) => {
    const crowded = maxInFlight > 0 && inFlight() > maxInFlight;
    if ((!crowded && !load.isUnderPressure()) || isSpared(request)) return next();
    sheds.add(crowded ? 'in_flight' : overloadedBy(load.memoryUsage(), options));
    reply.header('retry-after', crowded ? crowdedSeconds : overloadedSeconds);
    return next(new HttpError(503));
  });
};

/**
 * Turns requests away with 503 and `Retry-After` while the process is overloaded or answers too many at a time,
 * probes and administration excepted. The measures are @fastify/under-pressure's; that the store is away is no overload.
 */
export const loadShedding = fastifyPlugin(plugin, { name: 'load-shedding' });

/** Probes must tell the truth, and an administrator be able to do something about the overload. */
function isSpared({ method, routeOptions: { url, config } }: FastifyRequest): boolean {
  if (url === undefined) return false;
  const kind = routeClass({ method, url, config });
  return kind === undefined || kind === 'admin';
}

function overloadedBy(measured: Measured, options: LoadSheddingOptions): ShedReason {
  const over = (value: number, most: number) => most > 0 && value > most;
  if (over(measured.eventLoopDelay, options.maxEventLoopDelay)) return 'event_loop_delay';
  if (over(measured.heapUsed, options.maxHeapUsedBytes)) return 'heap';
  if (over(measured.rssBytes, options.maxRssBytes)) return 'resident_memory';
  return 'event_loop_utilization';
}

/** Runs the plugin in a scope without routes: its own hook looks up each request's route options. */
async function monitor(app: FastifyInstance, options: LoadSheddingOptions): Promise<LoadMonitor> {
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
