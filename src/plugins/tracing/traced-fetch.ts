import { SpanKind } from '@opentelemetry/api';
import type { Tracer } from './tracer.ts';
import type { Fetch } from './tracing.ts';

/** Calls to other servers, each with a span over its retries, and with the headers of W3C Trace Context. */
export function tracedFetch(fetch: Fetch, tracer: Tracer): Fetch {
  return (url, init, ...options) => {
    const { hostname, port, protocol } = new URL(url);
    const method = (init?.method ?? 'GET').toUpperCase();
    const attributes = {
      'http.request.method': method,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    };
    return tracer.during(method, { kind: SpanKind.CLIENT, attributes }, async (span, context) => {
      const headers = new Headers(init?.headers);
      tracer.inject(context, headers);
      const answer = await fetch(url, { ...init, headers }, ...options);
      span.setAttribute('http.response.status_code', answer.status);
      return answer;
    });
  };
}
