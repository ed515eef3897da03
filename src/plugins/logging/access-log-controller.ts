import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { type AccessRecord, accessLineFormatter } from './access-line.ts';
import { RequestLogger } from './request-logger.ts';

export interface AccessLogOptions {
  readonly write: (line: string) => void;
  /** Fields that each line begins with. */
  readonly base: Readonly<Record<string, unknown>>;
}

/** Logs one line a request, when it has been answered. */
export class AccessLogController extends LogController {
  readonly #write: (line: string) => void;
  readonly #format: (record: AccessRecord) => string;

  constructor(options: AccessLogOptions) {
    super();
    this.#write = options.write;
    this.#format = accessLineFormatter(options.base);
  }

  /** Logs a request that was answered without the framework. */
  answered(record: AccessRecord): void {
    this.#write(this.#format(record));
  }

  override incomingRequest(): void {
    // The line about the response says all that this one would.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    if (error) {
      super.requestCompleted(error, request, reply);
      return;
    }
    if (request.log instanceof RequestLogger && !request.log.logsInfo) return;
    this.#write(
      this.#format({
        time: Date.now(),
        requestId: request.id,
        traceId: request.traceId,
        method: request.method,
        url: request.url,
        host: request.host,
        remoteAddress: request.sender?.address ?? request.ip,
        remotePort: request.sender ? request.sender.port : request.socket.remotePort,
        route: request.routeOptions.url,
        statusCode: reply.statusCode,
        responseTime: reply.elapsedTime,
      }),
    );
  }
}
