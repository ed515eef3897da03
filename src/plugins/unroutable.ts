import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { responseMediaTypes } from './content-negotiation.ts';
import { HttpError, httpErrorBody } from './http-error.ts';

/**
 * Answers requests whose target no route can be looked up for: a broken percent encoding is 400, an
 * overlong path parameter 414. Fastify runs no hooks for these, so that the headers of every reply are
 * added here. Made to be Fastify's `frameworkErrors`.
 */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const app = request.server;
  if (app.hasDecorator('replyHeaders')) app.replyHeaders.apply(request, reply);
  const refusal = error.statusCode === 414 ? new HttpError(414) : new HttpError(400, badTarget);
  app.errorHandler(refusal, request, reply);
}

const badTarget = 'The request target is not a valid path. Encode a literal "%" as "%25".';

const statusOfCode: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The part of a socket that the answer below needs. */
interface ClientSocket {
  readonly writable: boolean;
  readonly destroyed: boolean;
  write(text: string): unknown;
  destroy(error?: Error): unknown;
}

/**
 * Answers what Node could not read as a request of HTTP/1.1 (headers over the limit, unknown methods,
 * requests that never end), then closes the connection. Made to be Fastify's `clientErrorHandler`.
 */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: ClientSocket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(unreadableResponse(statusOfCode[error.code ?? ''] ?? 400));
  socket.destroy(error);
}

function unreadableResponse(status: number): string {
  const body = httpErrorBody(status);
  const text = JSON.stringify(body);
  const reason = body.message.slice('HTTP '.length);
  return [
    `HTTP/1.1 ${reason}`,
    `content-type: ${responseMediaTypes[0]}`,
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
    '',
    text,
  ].join('\r\n');
}
