import type { FastifyPluginCallback } from 'fastify';

const config = { access: { action: 'metrics' } } as const;

export interface MetricsRoutesOptions {
  /** All metrics, in the format that suits an Accept header best. */
  readonly exposition: (
    accept: string | undefined,
  ) => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** The metrics, at the path that Prometheus asks for and at the root for people. */
export const metricsRoutes: FastifyPluginCallback<MetricsRoutesOptions> = (app, { exposition }, done) => {
  for (const url of ['/metrics', '/']) {
    app.get(url, { config }, async (request, reply) => {
      const { contentType, text } = await exposition(request.headers.accept);
      return reply.header('vary', 'Accept').type(contentType).send(text);
    });
  }
  done();
};
