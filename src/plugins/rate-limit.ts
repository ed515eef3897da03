import rateLimitPlugin from '@fastify/rate-limit';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { AuditTrail } from '../audit/event.ts';
import { requesterOf } from './audit/requester.ts';
import { isProbe } from './probe.ts';
import { clientOf } from './rate-limit/client.ts';
import { FixedWindows } from './rate-limit/fixed-windows.ts';
import { storeForPlugin } from './rate-limit/store-for-plugin.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Requests left in the client's window; -1 when this request is not counted. */
    rateLimitRemaining: number;
    /** Whole seconds until the client's window ends. */
    rateLimitReset: number;
  }
}

export interface RateLimitOptions {
  /** Requests per window and client address; 0 switches the limit off. */
  readonly max: number;
  readonly windowMs: number;
  /** Client addresses remembered. Default 10 000, about 1 MB. */
  readonly maxClients?: number;
}

const plugin: FastifyPluginAsync<RateLimitOptions> = async (app, options) => {
  const { max, windowMs } = options;
  if (max === 0) return;
  const windows = new FixedWindows(windowMs, options.maxClients ?? 10_000);
  await app.register(rateLimitPlugin, {
    global: false,
    max,
    timeWindow: windowMs,
    store: storeForPlugin(windows),
    keyGenerator: clientOf,
  });
  const refuse = app.rateLimit();

  const onRequest = (request: FastifyRequest, reply: FastifyReply, next: () => void): unknown => {
    if (isProbe(request.raw.url)) return next();
    const now = Date.now();
    const window = windows.at(clientOf(request), now);
    if (window.count >= max) {
      // Once a window: refusals are counted too.
      if (window.count === max) recordHit(app.audit, request);
      return refuse.call(app, request, reply);
    }
    window.count += 1;
    request.rateLimitRemaining = max - window.count;
    request.rateLimitReset = Math.ceil(windows.remainingMs(window, now) / 1000);
    return next();
  };
  app.decorateRequest('rateLimitRemaining', -1);
  app.decorateRequest('rateLimitReset', 0);
  app.addHook('onRequest', onRequest);

  const limit = String(max);
  const counted = (request: FastifyRequest) => request.rateLimitRemaining >= 0;
  app.replyHeaders.perRequest('x-ratelimit-limit', (request) => (counted(request) ? limit : undefined));
  app.replyHeaders.perRequest('x-ratelimit-remaining', (request) =>
    counted(request) ? String(request.rateLimitRemaining) : undefined,
  );
  app.replyHeaders.perRequest('x-ratelimit-reset', (request) =>
    counted(request) ? String(request.rateLimitReset) : undefined,
  );
};

/**
 * The limit of @fastify/rate-limit per client address, on every request but health probes. Requests
 * under the limit are counted here, in one step; the plugin itself only refuses those over it.
 */
export const rateLimit = fastifyPlugin(plugin, {
  name: 'rate-limit',
  dependencies: ['reply-headers', 'audit'],
});

function recordHit(audit: AuditTrail, request: FastifyRequest): void {
  const { method, routeOptions } = request;
  const details = { method, route: routeOptions.url };
  audit.record({ event: 'rate-limit.exceeded', outcome: 'denied', ...requesterOf(request), details });
}
