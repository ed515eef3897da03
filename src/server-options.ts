import type { FastifyHttpOptions, RawServerDefault } from 'fastify';
import type { Config } from './config.ts';
import { httpOptions } from './plugins/http-options.ts';
import { type LoggingOptions, loggingServerOptions } from './plugins/logging.ts';

/** How often Node looks for requests that take too long, in milliseconds. */
const timeoutCheckMs = 1000;

/** Fastify's options from the settings: limits, timeouts, logging and the conventions of HTTP. */
export function serverOptions(config: Config, destination: LoggingOptions['destination']) {
  return {
    ...httpOptions,
    ...loggingServerOptions({ level: config.LOG_LEVEL, destination }),
    bodyLimit: config.BODY_LIMIT_BYTES,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    connectionTimeout: config.CONNECTION_TIMEOUT_MS,
    keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_MS,
    trustProxy: trusted(config.TRUST_PROXY),
    // Requests that still arrive on open connections are answered; each answer closes its connection.
    return503OnClosing: false,
    http: nodeTimeouts(config),
  } as const satisfies FastifyHttpOptions<RawServerDefault>;
}

// Node refuses to wait longer for the headers than for the whole request.
function nodeTimeouts({ HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS }: Config) {
  const headersTimeout =
    REQUEST_TIMEOUT_MS === 0 ? HEADERS_TIMEOUT_MS : Math.min(HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS);
  return { headersTimeout, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: timeoutCheckMs };
}

function trusted(setting: string): boolean | string {
  return setting === 'true' || (setting === 'false' ? false : setting);
}
