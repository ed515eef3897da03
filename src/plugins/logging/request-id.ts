import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const sane = /^[\x21-\x7e]{1,128}$/;

const alike = 4096;
const endings = Array.from({ length: alike }, (_, number) => number.toString(16).padStart(3, '0'));
let beginning = '';
let used = alike;

/** A version 4 UUID. Some share their random part but for its end, which counts: randomness has its price. */
function freshId(): string {
  if (used === alike) {
    beginning = randomUUID().slice(0, -3);
    used = 0;
  }
  const ending = endings[used] ?? '';
  used += 1;
  return beginning + ending;
}

/**
 * The name by which logs and answers refer to a request: the client's own `X-Request-ID` when it is
 * up to 128 printable ASCII characters without spaces, else a new version 4 UUID (RFC 9562).
 */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : freshId();
}
