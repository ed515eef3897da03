import fastifyCors from '@fastify/cors';
import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

export interface CorsOptions {
  /** Separated by commas; `*` for all. Empty: none. */
  readonly origins: string;
}

/** What a page may read of an answer besides its body. */
const exposedHeaders = ['ETag', 'Retry-After', 'X-Request-ID', 'RateLimit', 'RateLimit-Policy'];
/** How long a browser need not ask again whether it may, in seconds; browsers have lower limits of their own. */
const maxAge = 7200;

const plugin: FastifyPluginAsync<CorsOptions> = async (app, { origins }) => {
  const allowed = origins
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  // Its headers are on every answer, and differ.
  app.quickLane?.admit('cors', () => allowed.length === 0);
  if (allowed.length === 0) return;
  await app.register(fastifyCors, {
    origin: allowed,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposedHeaders,
    maxAge,
    strictPreflight: false,
  });
  app.replyHeaders.rare((reply) => {
    const headers: Record<string, string> = {};
    for (const name of ['access-control-allow-origin', 'access-control-expose-headers']) {
      const value = reply.getHeader(name);
      if (value !== undefined) headers[name] = String(value);
    }
    return headers;
  });
};

/**
 * Lets pages of these origins use the API, and of no others. Without origins nothing is added, and browsers keep
 * every page from reading answers. It comes before access control, since a browser asks without credentials first.
 */
export const cors = fastifyPlugin(plugin, { name: 'cors', dependencies: ['reply-headers'] });
