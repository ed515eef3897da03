import { Readable } from 'node:stream';
import { OutboundError } from './errors.ts';

/** A request that can be sent more than once. */
export interface PreparedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The body anew; null when there is none. */
  readonly body: () => Uint8Array | Readable | null;
}

const withoutEffect = new Set(['GET', 'HEAD', 'OPTIONS']);
const idempotent = new Set([...withoutEffect, 'PUT', 'DELETE']);

/** Whether two requests do the same as one (RFC 9110 section 9.2.2). */
export function isIdempotent({ method }: Pick<PreparedRequest, 'method'>): boolean {
  return idempotent.has(method);
}

/**
 * Reads what `fetch` would take. A stream can't be sent twice, so none is taken.
 * @throws OutboundError `forbidden` for a URL that is not http or https, or holds a password
 */
export function prepareRequest(address: string | URL, init: RequestInit): PreparedRequest {
  const url = new URL(address);
  assertCallable(url);
  const headers = new Headers(init.headers);
  if (!headers.has('user-agent')) headers.set('user-agent', 'schemagate');
  // What is compressed may be larger than it looks.
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity');
  return {
    url,
    method: (init.method ?? 'GET').toUpperCase(),
    headers,
    body: bodySource(init.body ?? null, headers),
  };
}

/** @throws OutboundError `forbidden` */
export function assertCallable({ protocol, host, username, password }: URL): void {
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new OutboundError('forbidden', `${protocol} is not http: or https:`);
  }
  if (username !== '' || password !== '') {
    throw new OutboundError('forbidden', `The URL of ${host} holds credentials`);
  }
}

/** The request without its body, to another place. What was meant for one host is not sent to another. */
export function redirected(request: PreparedRequest, url: URL, keepsMethod: boolean): PreparedRequest {
  const headers = new Headers(request.headers);
  if (url.origin !== request.url.origin) {
    for (const name of ['authorization', 'cookie', 'proxy-authorization', 'x-api-key']) headers.delete(name);
  }
  if (keepsMethod) return { ...request, url, headers };
  for (const name of ['content-type', 'content-length', 'content-encoding']) headers.delete(name);
  return { url, headers, method: request.method === 'HEAD' ? 'HEAD' : 'GET', body: () => null };
}

function bodySource(body: unknown, headers: Headers): PreparedRequest['body'] {
  if (body === null || body === '') return () => null;
  if (typeof body === 'string') {
    const bytes = Buffer.from(body);
    return () => bytes;
  }
  if (body instanceof Uint8Array) return () => body;
  if (body instanceof ArrayBuffer) return () => new Uint8Array(body);
  if (body instanceof Blob) {
    headers.set('content-length', String(body.size));
    return () => Readable.fromWeb(body.stream());
  }
  throw new TypeError('The body must be text, bytes or a Blob');
}
