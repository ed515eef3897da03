import fastify, { type FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { compression } from './plugins/compression.ts';
import { contentCoding } from './plugins/content-coding.ts';
import { errors } from './plugins/errors.ts';
import { type ExposedMetrics, exposition } from './plugins/metrics/exposition.ts';
import { type MetricsAccessOptions, metricsAccess } from './plugins/metrics-access.ts';
import { notFound } from './plugins/not-found.ts';
import { replyHeaders } from './plugins/reply-headers.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import type { Certificates } from './plugins/tls/certificates.ts';
import { followCertificates } from './plugins/tls.ts';
import { answerUnreadable, answerUnroutable } from './plugins/unroutable.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { connectionOptions } from './server-options.ts';

export interface MetricsAppOptions {
  readonly registry: ExposedMetrics;
  readonly config: Config;
  /** Those of the API; undefined when it speaks plain HTTP. */
  readonly certificates: Certificates | undefined;
  /** Finds out who asks: see `FastifyInstance.identify`. */
  readonly identify: MetricsAccessOptions['identify'];
}

/** The server that Prometheus scrapes, apart from the API so that only operators reach it. Not listening. */
export async function buildMetricsApp({
  registry,
  config,
  certificates,
  identify,
}: MetricsAppOptions): Promise<FastifyInstance> {
  const secure = config.METRICS_TLS ? certificates : undefined;
  const app = fastify({
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
    ...connectionOptions(config, secure?.current),
  });
  if (secure) followCertificates(app, secure);
  await app.register(replyHeaders);
  await app.register(errors);
  await app.register(securityHeaders, { https: secure !== undefined });
  if (config.METRICS_AUTH === 'required') await app.register(metricsAccess, { identify });
  await app.register(contentCoding, {
    isOn: () => config.COMPRESSION,
    minBytes: config.COMPRESSION_MIN_BYTES,
  });
  await app.register(compression);
  await app.register(notFound);
  await app.register(metricsRoutes, { exposition: exposition(registry) });
  return app;
}
