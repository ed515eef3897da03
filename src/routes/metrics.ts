import type { FastifyPluginCallback } from 'fastify';

const config = { access: { action: 'metrics' } } as const;

export interface MetricsRoutesOptions {
  /** What knows the metrics, in the text format of Prometheus. */
  readonly registry: { readonly contentType: string; metrics(): Promise<string> };
}

/** The metrics, at the path that Prometheus asks for and at the root for people. */
export const metricsRoutes: FastifyPluginCallback<MetricsRoutesOptions> = (app, { registry }, done) => {
  for (const url of ['/metrics', '/']) {
    app.get(url, { config }, async (_request, reply) =>
      reply.type(registry.contentType).send(await registry.metrics()),
    );
  }
  done();
};
