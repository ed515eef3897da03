import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type ErrorCategory, errorTable } from '../registry/errors.ts';
import { responseMediaTypes } from './content-negotiation.ts';
import { describeError, type ErrorReply } from './errors/describe-error.ts';
import { ErrorCounts } from './errors/error-counts.ts';
import { ErrorGroups } from './errors/error-groups.ts';
import { HttpError } from './http-error.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Errors answered since the start. */
    readonly errorCounts: ErrorCounts;
    /** Which ones these were. */
    readonly errorGroups: ErrorGroups;
  }
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  const counts = new ErrorCounts();
  app.decorate('errorCounts', counts);
  const groups = new ErrorGroups(Date.now);
  app.decorate('errorGroups', groups);
  app.setErrorHandler((error, request, reply) => {
    const answer = describeError(error);
    counts.add(answer.category);
    groups.add(error, answer, request.routeOptions.url ?? '', request.id);
    log(error, answer, request);
    if (error instanceof HttpError) reply.headers(error.headers);
    send(answer, request, reply);
  });
  // Requests that Node could not read have no reply object; what answers them is another plugin's.
  app.server.on('clientError', (error: Error & { code?: string }) => counts.add(unreadable(error.code)));
  done();
};

/**
 * Answers every error in the form of the Confluent API, `{"error_code":…,"message":…}`, from one table.
 * The cause of an internal error is logged under the request's id and never sent.
 */
export const errors = fastifyPlugin(plugin, { name: 'errors' });

function unreadable(code: string | undefined): ErrorCategory {
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timeout' : 'validation';
}

function log(error: unknown, answer: ErrorReply, request: FastifyRequest): void {
  if (answer.category === 'internal') request.log.error({ err: error }, 'request failed');
  else if (answer.status >= 500) request.log.warn({ err: error }, 'request refused');
  else request.log.debug({ err: error }, 'request refused');
}

function send(answer: ErrorReply, request: FastifyRequest, reply: FastifyReply): void {
  if (answer.retryAfter !== undefined && !reply.hasHeader('retry-after')) {
    reply.header('retry-after', answer.retryAfter);
  }
  if (request.raw.httpVersionMajor > 1) reply.removeHeader('connection');
  else if (reply.getHeader('connection') === 'close' && isKeptAlive(request))
    reply.header('connection', 'keep-alive');
  // Some caches would keep a refusal for a while of their own accord.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
  const body = { error_code: codeFor(answer.code, request), message: answer.message };
  // As bytes: to text with a JSON type Fastify would add a charset.
  reply
    .code(answer.status)
    .type(responseMediaTypes[0])
    .send(Buffer.from(JSON.stringify(body)));
}

/**
 * Whether the client means to go on using its connection. Fastify ends it after a body that it refused, and many
 * clients would then see a failed write instead of the answer. Left open, Node reads the rest and drops it, as long as
 * the request's timeout allows.
 */
function isKeptAlive({ headers, raw }: FastifyRequest): boolean {
  return raw.httpVersion === '1.1' && !/\bclose\b/i.test(headers.connection ?? '');
}

/** Release 8 gave the conflict a code of five digits; only clients that ask for its shape know it. */
function codeFor(code: number, request: FastifyRequest): number {
  return code === errorTable.incompatibleSchema.code && request.acceptsUnknownProperties ? 40901 : code;
}
