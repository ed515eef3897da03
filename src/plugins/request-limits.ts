import type { IncomingMessage } from 'node:http';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpError } from './http-error.ts';

export interface RequestLimitsOptions {
  readonly maxUrlBytes: number;
  readonly maxHeaders: number;
  readonly maxHeaderBytes: number;
  /** Connections open at a time; 0: no limit. */
  readonly maxConnections: number;
}

const plugin: FastifyPluginCallback<RequestLimitsOptions> = (app, options, done) => {
  const { maxUrlBytes, maxHeaders, maxHeaderBytes, maxConnections } = options;
  if (maxConnections > 0) app.server.maxConnections = maxConnections;
  const tooLong = `The request target is longer than ${maxUrlBytes} bytes.`;
  const tooMany = `The request has more than ${maxHeaders} headers.`;
  const tooLarge = `The headers of the request are longer than ${maxHeaderBytes} bytes.`;
  app.addHook('onRequest', ({ originalUrl, raw }, _reply, next) => {
    if (originalUrl.length > maxUrlBytes) return next(new HttpError(414, tooLong));
    // Names and values by turns.
    if (raw.rawHeaders.length > maxHeaders * 2) return next(new HttpError(431, tooMany));
    if (bytesToCount(raw) > maxHeaderBytes) return next(new HttpError(431, tooLarge));
    return next();
  });
  app.quickLane?.admit(
    'request-limits',
    ({ raw }) =>
      (raw.url ?? '').length <= maxUrlBytes &&
      raw.rawHeaders.length <= maxHeaders * 2 &&
      bytesToCount(raw) <= maxHeaderBytes,
  );
  done();
};

/**
 * Refuses long targets with 414, and many or long headers with 431. Over HTTP/1.1 Node itself bounds the bytes of both
 * together; of headers over a number it would drop the rest without a word.
 */
export const requestLimits = fastifyPlugin(plugin, {
  name: 'request-limits',
});

/** Bytes of the headers over HTTP/2, where Node holds to 64 KiB those who confirm no lower limit; 0 over HTTP/1.1. */
function bytesToCount({ httpVersionMajor, rawHeaders }: IncomingMessage): number {
  let bytes = 0;
  if (httpVersionMajor > 1) for (const text of rawHeaders) bytes += text.length;
  return bytes;
}
