import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** How often connections that have fallen idle are closed during shutdown, in milliseconds. */
const sweepMs = 50;

const plugin: FastifyPluginCallback = (app, _options, done) => {
  let closing = false;
  let sweep: NodeJS.Timeout | undefined;
  app.addHook('preClose', (next) => {
    closing = true;
    sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
    next();
  });
  app.addHook('onSend', (_request, reply, _payload, next) => {
    if (closing) reply.header('connection', 'close');
    next();
  });
  app.addHook('onClose', (_app, next) => {
    clearInterval(sweep);
    next();
  });
  done();
};

/**
 * Ends kept-alive connections at shutdown. Fastify tells only clients whose request arrives after it
 * began; one that is answered later would hold its connection, and so the process, until a timeout.
 */
export const connectionClose = fastifyPlugin(plugin, { name: 'connection-close' });
