import { setTimeout as sleep } from 'node:timers/promises';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { Counter } from '@prometheus-io/client';
import type { FastifyInstance } from 'fastify';
import { spanExporter } from './export-spans.ts';
import { embeddedOperation, storeObservers } from './traced-database.ts';
import { tracedFetch } from './traced-fetch.ts';
import { tracedFormat } from './traced-format.ts';
import { traceRequests } from './traced-requests.ts';
import { TracedStore } from './traced-store.ts';
import { Tracer } from './tracer.ts';
import type { Tracing, TracingOptions } from './tracing.ts';

/** A collector that is away holds nobody up, and the end of the service no longer than this. */
const exportTimeoutMs = 3000;

/** Tracing as set. Loads OpenTelemetry, so it is imported only when tracing is on. */
export function configuredTracing(app: FastifyInstance, { settings, version }: TracingOptions): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': settings.OTEL_SERVICE_NAME,
      'service.version': version,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.TRACING_SAMPLE_RATIO) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: spanExporter({
          endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
          headers: settings.OTEL_EXPORTER_OTLP_HEADERS,
          timeoutMs: exportTimeoutMs,
          onResult: reporting(app),
        }),
        exportTimeoutMillis: exportTimeoutMs,
      }),
    ],
  });
  const tracer = new Tracer(provider.getTracer('schemagate', version));
  traceRequests(app, tracer);
  // What is answered before any hook has no span.
  app.quickLane?.admit('tracing', () => false);
  app.addHook('onClose', () =>
    Promise.race([provider.shutdown(), sleep(exportTimeoutMs, undefined, { ref: false })]),
  );
  const embedded = settings.DATABASE_URL === '' && settings.UPSTREAM_URL === '';
  return {
    store: (store) => new TracedStore(store, tracer, embedded ? embeddedOperation : undefined),
    format: (format) => tracedFormat(format, tracer),
    fetch: (fetch) => tracedFetch(fetch, tracer),
    observers: storeObservers(tracer, settings.DATABASE_URL),
    traceId: () => tracer.sampledTraceId(),
  };
}

/** Counts spans, and logs when the collector goes away and comes back. */
function reporting(app: FastifyInstance) {
  const spans = new Counter({
    name: 'schemagate_tracing_spans_total',
    help: 'Spans for the collector, by whether it took them.',
    labelNames: ['outcome'],
    registers: [app.metricsRegistry],
  });
  let failing = false;
  return (outcome: 'exported' | 'failed', count: number, error?: Error) => {
    spans.inc({ outcome }, count);
    if (failing === (outcome === 'failed')) return;
    failing = !failing;
    if (failing) app.log.warn({ err: error }, 'tracing: the collector does not take spans, they are lost');
    else app.log.info('tracing: the collector takes spans again');
  };
}
