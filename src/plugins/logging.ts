import { hostname } from 'node:os';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { pino } from 'pino';
import type { LogLevel } from '../config.ts';
import { redacted, redactText, redactValues } from '../redaction.ts';
import { AccessLogController } from './logging/access-log-controller.ts';
import type { BatchingDestination } from './logging/batching-destination.ts';
import { redactedPaths } from './logging/redaction.ts';
import { requestId } from './logging/request-id.ts';
import { RequestLogger } from './logging/request-logger.ts';

export interface LoggingOptions {
  readonly level: LogLevel;
  readonly destination: Pick<BatchingDestination, 'write'>;
  /** Values that no line may hold, whatever an error says. */
  readonly secrets?: readonly string[];
}

/** The part of Fastify's options that is about logging. */
export interface LoggingServerOptions {
  readonly loggerInstance: FastifyBaseLogger;
  readonly logController: AccessLogController;
  readonly genReqId: typeof requestId;
}

/** JSON lines as pino writes them, and one line a response, to one destination. */
export function loggingServerOptions(options: LoggingOptions): LoggingServerOptions {
  const base = { pid: process.pid, hostname: hostname() };
  const redact = { paths: redactedPaths, censor: redacted };
  const withoutSecrets = redactValues(options.secrets ?? []);
  const lines = { write: (line: string) => options.destination.write(withoutSecrets(redactText(line))) };
  const logger = pino({ level: options.level, base, redact }, lines);
  const write = (line: string) => options.destination.write(line);
  return {
    loggerInstance: RequestLogger.of(logger),
    logController: new AccessLogController({ base, write }),
    genReqId: requestId,
  };
}

/** Tells clients the id under which their request is logged, by `X-Request-ID` on every response. */
export const requestIds = fastifyPlugin(
  (app: FastifyInstance, _options, done) => {
    app.replyHeaders.perRequest('x-request-id', (request) => request.id);
    done();
  },
  { name: 'request-ids', dependencies: ['reply-headers'] },
);
