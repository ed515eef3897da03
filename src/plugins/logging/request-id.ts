import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const sane = /^[\x21-\x7e]{1,128}$/;

/**
 * The name by which logs and answers refer to a request: the client's own `X-Request-ID` when it is
 * up to 128 printable ASCII characters without spaces, else a new version 4 UUID (RFC 9562).
 */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : randomUUID();
}
