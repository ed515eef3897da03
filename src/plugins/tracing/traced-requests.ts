import { type Context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { redactUrl } from '../../redaction.ts';
import { isProbe } from '../probe.ts';
import type { Reads, Tracer } from './tracer.ts';

/**
 * Gives each request but health probes a span, from its headers to the end of its answer, and each of its log
 * lines the ids. Sampled ones become exemplars of how long requests take. Names and attributes are those of
 * OpenTelemetry's conventions for HTTP; a query is left out, since it may hold secrets.
 */
export function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  const contexts = new WeakMap<FastifyRequest, Context>();
  app.decorateRequest('traceId', undefined);
  app.addHook('onRequest', (request, reply, next) => {
    const { url: route } = request.routeOptions;
    if (isProbe(route)) return next();
    const { span, context, reads } = tracer.startRequest(request.headers, nameOf(request), {
      kind: SpanKind.SERVER,
      attributes: attributesOf(request),
    });
    contexts.set(request, context);
    const { traceId, spanId } = span.spanContext();
    request.traceId = traceId;
    request.log = request.log.child({ trace_id: traceId, span_id: spanId });
    reply.log = request.log;
    reply.raw.once('close', () => end(span, reply, reads));
    tracer.within(context, next);
  });
  // Reading the body leaves the context that the hook above set.
  app.addHook('preHandler', (request, _reply, next) => {
    const context = contexts.get(request);
    if (context === undefined) next();
    else tracer.within(context, next);
  });
  app.addHook('onResponse', (request, reply, next) => {
    const context = contexts.get(request);
    const traceId = context && tracer.sampledTraceId(context);
    if (traceId !== undefined)
      app.routeLatencies.seriesOf(request, reply.statusCode).exemplify(reply.elapsedTime, traceId);
    next();
  });
}

function nameOf({ method, routeOptions: { url } }: FastifyRequest): string {
  return url === undefined ? method : `${method} ${url}`;
}

function attributesOf(request: FastifyRequest) {
  const { url: route } = request.routeOptions;
  return {
    'http.request.method': request.method,
    'url.scheme': request.protocol,
    'url.path': redactUrl(request.url.replace(/[?#].*/s, '')),
    'client.address': request.ip,
    'network.protocol.version': request.raw.httpVersion,
    'schemagate.request.id': request.id,
    ...(route !== undefined && { 'http.route': route }),
  };
}

function end(span: Span, reply: FastifyReply, { hits, misses }: Readonly<Reads>): void {
  const { statusCode, raw } = reply;
  span.setAttribute('http.response.status_code', statusCode);
  if (hits + misses > 0)
    span.setAttributes({ 'schemagate.cache.hits': hits, 'schemagate.cache.misses': misses });
  const error = raw.writableFinished ? statusCode >= 500 && String(statusCode) : 'aborted';
  if (error) span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
