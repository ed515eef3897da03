import { Server } from 'node:net';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Time for requests that were on their way to idle connections when shutdown began, in milliseconds. */
const lastRequestsMs = 200;
/** How often connections that have fallen idle are closed after that, in milliseconds. */
const sweepMs = 50;

const plugin: FastifyPluginCallback = (app, _options, done) => {
  let closing = false;
  let sweep: NodeJS.Timeout | undefined;
  app.addHook('preClose', (next) => {
    closing = true;
    // What Fastify does not answer itself gets its `Connection: close` from Node.
    app.server.maxRequestsPerSocket = 1;
    // Takes no new connections. The HTTP server's own close would end the idle ones in the same moment.
    if (app.server.listening) Server.prototype.close.call(app.server);
    app.http2Sessions?.announceEnd();
    app.server.getConnections((_error, connections) => {
      setTimeout(
        () => {
          sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
          next();
        },
        connections > 0 ? lastRequestsMs : 0,
      );
    });
  });
  app.quickLane?.admit('connection-close', () => !closing);
  app.addHook('onSend', (request, reply, _payload, next) => {
    // HTTP/2 has no such header, and its own way to say it.
    if (closing && request.raw.httpVersionMajor === 1) reply.header('connection', 'close');
    next();
  });
  app.addHook('onClose', (_app, next) => {
    clearInterval(sweep);
    next();
  });
  done();
};

/**
 * Ends kept-alive connections at shutdown, each after one more answer that says so: a client may have sent a request
 * that has not arrived yet, and would see its connection reset instead. Connections that stay idle are closed.
 */
export const connectionClose = fastifyPlugin(plugin, {
  name: 'connection-close',
});
