import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpError } from './http-error.ts';

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.setNotFoundHandler((request, reply) => {
    const allowed = request.url === '*' ? apiMethods : allowedMethods(app, request.url);
    if (allowed.length === 0) throw new HttpError(404);
    reply.header('allow', [...allowed, 'OPTIONS'].join(', '));
    if (request.method !== 'OPTIONS') throw new HttpError(405);
    reply.send();
  });
  done();
};

/**
 * Answers requests that no route takes: on a known path OPTIONS says which methods there are and
 * every other method is 405, on an unknown path all are 404. Nothing is looked up for other requests.
 */
export const notFound = fastifyPlugin(plugin, { name: 'not-found' });

/** What `OPTIONS *` answers: a client asks so about the server as a whole (RFC 9110 section 9.3.7). */
const apiMethods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

/** Without OPTIONS, which what allows other origins takes on every path, known or not. */
function allowedMethods(app: FastifyInstance, url: string): string[] {
  return app.supportedMethods.filter(
    (method) => method !== 'OPTIONS' && app.findRoute({ method, url }) !== null,
  );
}
