import { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';

/**
 * Closes a server: it accepts no more connections, requests under way may finish within `patienceMs`
 * milliseconds, and what is left then is cut off. Resolves when its plugins have closed too.
 */
export async function drain(app: FastifyInstance, patienceMs: number): Promise<void> {
  const timer = setTimeout(() => {
    app.log.warn(`requests still under way after ${patienceMs} ms are cut off`);
    // Borrowed, since the server that speaks HTTP/2 as well has no such method of its own.
    Server.prototype.closeAllConnections.call(app.server);
    app.http2Sessions?.destroyAll();
  }, patienceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
