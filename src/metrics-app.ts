import type { Registry } from '@prometheus-io/client';
import fastify, { type FastifyInstance } from 'fastify';
import { errors } from './plugins/errors.ts';
import { methods } from './plugins/methods.ts';
import { replyHeaders } from './plugins/reply-headers.ts';
import { security } from './plugins/security.ts';
import { metricsRoutes } from './routes/metrics.ts';

/** The server that Prometheus scrapes, apart from the API so that only operators reach it. Not listening. */
export async function buildMetricsApp(
  registry: Pick<Registry, 'metrics' | 'contentType'>,
): Promise<FastifyInstance> {
  const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  await app.register(replyHeaders);
  await app.register(errors);
  await app.register(security);
  await app.register(methods);
  await app.register(metricsRoutes, { registry });
  return app;
}
