import type { FastifyBaseLogger, FastifyLogFn } from 'fastify';
import type { Bindings, ChildLoggerOptions, Logger } from 'pino';

/**
 * A pino logger whose children are made when they first log something. Fastify asks for a child
 * for each request, and nearly all of them never say a word.
 */
export class RequestLogger implements FastifyBaseLogger {
  readonly #parent: Logger;
  readonly #bindings: Bindings;
  readonly #options: ChildLoggerOptions;
  #own: Logger | undefined;

  constructor(parent: Logger, bindings: Bindings, options: ChildLoggerOptions = {}) {
    this.#parent = parent;
    this.#bindings = bindings;
    this.#options = options;
  }

  /** Wraps a logger itself rather than a child of it. */
  static of(logger: Logger): RequestLogger {
    const wrapped = new RequestLogger(logger, {});
    wrapped.#own = logger;
    return wrapped;
  }

  child(bindings: Bindings, options?: ChildLoggerOptions): RequestLogger {
    return new RequestLogger(this.#logger, bindings, options);
  }

  /** Whether a line of level info would be written; does not make the child logger. */
  get logsInfo(): boolean {
    return this.#own === undefined && this.#options.level === undefined
      ? this.#parent.isLevelEnabled('info')
      : this.#logger.isLevelEnabled('info');
  }

  get level(): string {
    return this.#logger.level;
  }
  set level(level: string) {
    this.#logger.level = level;
  }
  get trace(): FastifyLogFn {
    return this.#logger.trace.bind(this.#logger);
  }
  get debug(): FastifyLogFn {
    return this.#logger.debug.bind(this.#logger);
  }
  get info(): FastifyLogFn {
    return this.#logger.info.bind(this.#logger);
  }
  get warn(): FastifyLogFn {
    return this.#logger.warn.bind(this.#logger);
  }
  get error(): FastifyLogFn {
    return this.#logger.error.bind(this.#logger);
  }
  get fatal(): FastifyLogFn {
    return this.#logger.fatal.bind(this.#logger);
  }
  get silent(): FastifyLogFn {
    return this.#logger.silent.bind(this.#logger);
  }

  get #logger(): Logger {
    this.#own ??= this.#parent.child(this.#bindings, this.#options);
    return this.#own;
  }
}
