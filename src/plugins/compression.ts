import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { encode } from './content-coding.ts';
import { withVarying } from './revalidation.ts';

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.addHook('onSend', (request, reply, payload, next) => {
    if (!isCompressible(reply, payload)) return next(null, payload);
    const coding = app.codingFor(request.headers['accept-encoding'], payload.length);
    if (coding === undefined) return next(null, payload);
    return encode(payload, coding, (error, bytes) => {
      if (error) return next(error);
      reply.header('content-encoding', coding).header('vary', withVarying(reply, 'Accept-Encoding'));
      // Fastify counts anew what it sends.
      reply.removeHeader('content-length');
      return next(null, bytes);
    });
  });
  done();
};

/**
 * Compresses answers that are made for one request. It comes after revalidation, which has spared those that the
 * client has, and names the coding in the tag of the others. What is kept ready is compressed where it is kept.
 */
export const compression = fastifyPlugin(plugin, {
  name: 'compression',
  dependencies: ['content-coding'],
});

const text = /^(?:text\/|application\/(?:openmetrics-text|(?:[a-z.\d]+\+)?json)\b)/;

function isCompressible(reply: FastifyReply, payload: unknown): payload is string | Buffer {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return false;
  const contentType = reply.getHeader('content-type');
  return typeof contentType === 'string' && text.test(contentType) && !reply.hasHeader('content-encoding');
}
