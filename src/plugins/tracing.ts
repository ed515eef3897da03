import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { noTracing, type Tracing, type TracingOptions } from './tracing/tracing.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly tracing: Tracing;
  }
  interface FastifyRequest {
    /** Of the trace that the request is part of, 32 hexadecimal digits; undefined when it is not traced. */
    traceId: string | undefined;
  }
}

const plugin: FastifyPluginAsync<TracingOptions> = async (app, options) => {
  if (!options.settings.TRACING) {
    app.decorate('tracing', noTracing);
    return;
  }
  const { configuredTracing } = await import('./tracing/configured-tracing.ts');
  app.decorate('tracing', configuredTracing(app, options));
};

/** Traces by OpenTelemetry: see docs/operations/tracing.md. Off, it costs nothing and loads nothing. */
export const tracing = fastifyPlugin(plugin, { name: 'tracing', dependencies: ['metrics'] });
