import fastify, { type FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { contentNegotiation } from './plugins/content-negotiation.ts';
import { errors } from './plugins/errors.ts';
import { health } from './plugins/health.ts';
import type { BatchingDestination } from './plugins/logging/batching-destination.ts';
import { requestIds } from './plugins/logging.ts';
import { methods } from './plugins/methods.ts';
import { metrics } from './plugins/metrics.ts';
import { parameters } from './plugins/parameters.ts';
import { rateLimit } from './plugins/rate-limit.ts';
import { replyHeaders } from './plugins/reply-headers.ts';
import { requestBody } from './plugins/request-body.ts';
import { resilience } from './plugins/resilience.ts';
import { responseShape } from './plugins/response-shape.ts';
import { revalidation } from './plugins/revalidation.ts';
import { embeddedStore, type OpenStore, schemaStore } from './plugins/schema-store.ts';
import { security } from './plugins/security.ts';
import { healthRoutes } from './routes/health.ts';
import { serverOptions } from './server-options.ts';
import { version } from './version.ts';

export interface AppOptions {
  readonly config: Config;
  /** Where log lines go. */
  readonly log: Pick<BatchingDestination, 'write' | 'waitingBytes' | 'droppedBytes'>;
  /** Another store than the embedded one in the data directory. */
  readonly openStore?: OpenStore;
}

/** The API server, whole but not listening. Its store opens once it is ready: see `storeOpened`. */
export async function buildApp({ config, log, openStore }: AppOptions): Promise<FastifyInstance> {
  const app = fastify(serverOptions(config, log));

  await app.register(replyHeaders);
  await app.register(errors);
  await app.register(requestIds);
  await app.register(metrics, { version, log });
  await app.register(security);
  await app.register(rateLimit, { max: config.RATE_LIMIT_MAX, windowMs: config.RATE_LIMIT_WINDOW_MS });
  await app.register(resilience, {
    maxEventLoopDelay: config.MAX_EVENT_LOOP_DELAY_MS,
    maxEventLoopUtilization: config.MAX_EVENT_LOOP_UTILIZATION,
    maxHeapUsedBytes: config.MAX_HEAP_USED_BYTES,
    maxRssBytes: config.MAX_RSS_BYTES,
  });

  await app.register(contentNegotiation);
  await app.register(revalidation);
  await app.register(responseShape);
  await app.register(requestBody);
  await app.register(parameters);
  await app.register(methods);

  await app.register(schemaStore, { open: openStore ?? embeddedStore(config.DATA_DIR) });
  await app.register(health, { version });

  await app.register(healthRoutes);
  return app;
}
