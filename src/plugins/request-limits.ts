import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpError } from './http-error.ts';

export interface RequestLimitsOptions {
  readonly maxUrlBytes: number;
  readonly maxHeaders: number;
  /** Connections open at a time; 0: no limit. */
  readonly maxConnections: number;
}

const plugin: FastifyPluginCallback<RequestLimitsOptions> = (app, options, done) => {
  const { maxUrlBytes, maxHeaders, maxConnections } = options;
  if (maxConnections > 0) app.server.maxConnections = maxConnections;
  const tooLong = `The request target is longer than ${maxUrlBytes} bytes.`;
  const tooMany = `The request has more than ${maxHeaders} headers.`;
  app.addHook('onRequest', ({ originalUrl, raw }, _reply, next) => {
    if (originalUrl.length > maxUrlBytes) return next(new HttpError(414, tooLong));
    // Names and values by turns.
    if (raw.rawHeaders.length > maxHeaders * 2) return next(new HttpError(431, tooMany));
    return next();
  });
  app.quickLane?.admit(
    'request-limits',
    ({ raw }) => (raw.url ?? '').length <= maxUrlBytes && raw.rawHeaders.length <= maxHeaders * 2,
  );
  done();
};

/**
 * Refuses long targets with 414 and many headers with 431. Node itself bounds the bytes of both together; of headers
 * over a number it would drop the rest without a word.
 */
export const requestLimits = fastifyPlugin(plugin, {
  name: 'request-limits',
});
