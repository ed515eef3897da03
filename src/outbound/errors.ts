/**
 * Why a call got no answer.
 * - `forbidden`: the address is a private one, or the URL is none that may be called.
 * - `circuit-open`: the host failed too often; nothing was sent.
 * - `overloaded`: too many calls to the host are under way; nothing was sent.
 * - `connect`: no connection was made; nothing was sent.
 * - `timeout`: no answer in time.
 * - `network`: the connection was lost.
 * - `too-large`: the answer is larger than the caller takes.
 * - `redirect`: too many redirects, or one that may not be followed.
 * - `aborted`: the caller gave up.
 * - `closed`: this process is shutting down.
 */
export type OutboundFault =
  | 'forbidden'
  | 'circuit-open'
  | 'overloaded'
  | 'connect'
  | 'timeout'
  | 'network'
  | 'too-large'
  | 'redirect'
  | 'aborted'
  | 'closed';

/** A call to another server that got no answer. The message names the host, never a secret. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly fault: OutboundFault;

  constructor(fault: OutboundFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** Codes of Node and undici for connections that were never made. */
const connectCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
]);

const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** The same for whatever the transport threw. */
export function toOutboundError(error: unknown, host: string): OutboundError {
  if (error instanceof OutboundError) return error;
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  if (cause instanceof OutboundError) return cause;
  const named = typeof code === 'string' ? code : '';
  if (connectCodes.has(named))
    return new OutboundError('connect', `No connection to ${host} (${named})`, { cause: error });
  if (timeoutCodes.has(named))
    return new OutboundError('timeout', `${host} did not answer in time (${named})`, { cause: error });
  return new OutboundError('network', `The connection to ${host} failed (${named || String(error)})`, {
    cause: error,
  });
}
