import type { FastifyHttpOptions, RawServerDefault } from 'fastify';
import { secretValues } from './config/secret-settings.ts';
import type { Config } from './config.ts';
import type { CertificateMaterial } from './host/certificate-files.ts';
import { httpOptions } from './plugins/http-options.ts';
import { type LoggingOptions, type LoggingServerOptions, loggingServerOptions } from './plugins/logging.ts';
import { Certificates } from './plugins/tls/certificates.ts';
import { tlsServerOptions } from './plugins/tls/server-options.ts';
import { answerUnroutable } from './plugins/unroutable.ts';

/** Fastify's options from the settings: limits, timeouts, logging and the conventions of HTTP. */
export function serverOptions(
  config: Config,
  destination: LoggingOptions['destination'],
  certificate?: CertificateMaterial,
): FastifyHttpOptions<RawServerDefault> & Pick<LoggingServerOptions, 'logController'> {
  const secrets = secretValues(config);
  const logging = loggingServerOptions({ level: config.LOG_LEVEL, destination, secrets });
  return {
    ...httpOptions,
    bodyLimit: config.BODY_LIMIT_BYTES,
    trustProxy: trusted(config.TRUST_PROXY),
    // Requests that still arrive on open connections are answered; each answer closes its connection.
    return503OnClosing: false,
    ...connectionOptions(config, certificate),
    ...logging,
    // Fastify runs no hooks for these, not even those of its log.
    frameworkErrors(error, request, reply) {
      reply.raw.once('finish', () => logging.logController.requestCompleted(undefined, request, reply));
      answerUnroutable(error, request, reply);
    },
  };
}

/** The options that either server has, of the API and of the metrics: timeouts, limits, and TLS with a certificate. */
export function connectionOptions(
  config: Config,
  certificate?: CertificateMaterial,
): FastifyHttpOptions<RawServerDefault> {
  const timeouts = {
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    connectionTimeout: config.CONNECTION_TIMEOUT_MS,
    keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_MS,
  };
  const http = nodeOptions(config);
  if (certificate === undefined) return { ...timeouts, http };
  const https = {
    ...http,
    keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_MS,
    ...(config.HEADERS_TIMEOUT_MS === 0 ? {} : { handshakeTimeout: config.HEADERS_TIMEOUT_MS }),
    ...tlsServerOptions(certificate, config.TLS_CLIENT_AUTH, {
      enabled: config.HTTP2,
      maxStreams: config.HTTP2_MAX_STREAMS,
      maxHeaderBytes: config.HEADER_LIMIT_BYTES,
      maxHeaderCount: config.HEADER_LIMIT_COUNT,
    }),
  };
  const secure = { ...timeouts, http2SessionTimeout: config.KEEP_ALIVE_TIMEOUT_MS, http2: true, https };
  // Node's server for HTTP/2 speaks HTTP/1.1 as well and takes the same handlers, but has a type of its own, which
  // all plugins and routes would have to name.
  return secure as FastifyHttpOptions<RawServerDefault>;
}

/** The certificates that the settings name; undefined for plain HTTP. Throws when their files can't be used. */
export function configuredCertificates(config: Config): Certificates | undefined {
  if (config.TLS_CERT_FILE === '') return undefined;
  return new Certificates({
    certificate: config.TLS_CERT_FILE,
    key: config.TLS_KEY_FILE,
    clientCa: config.TLS_CLIENT_AUTH === 'off' ? undefined : config.TLS_CLIENT_CA_FILE,
  });
}

// Node refuses to wait longer for the headers than for the whole request.
function nodeOptions(config: Config) {
  const { HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS } = config;
  return {
    headersTimeout:
      REQUEST_TIMEOUT_MS === 0 ? HEADERS_TIMEOUT_MS : Math.min(HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS),
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: config.TIMEOUT_CHECK_INTERVAL_MS,
    maxHeaderSize: config.HEADER_LIMIT_BYTES,
  };
}

function trusted(setting: string): boolean | string {
  return setting === 'true' || (setting === 'false' ? false : setting);
}
