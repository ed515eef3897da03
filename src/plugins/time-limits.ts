import type { FastifyPluginCallback, FastifyReply, RouteHandlerMethod } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type RouteClass, routeClass } from './route-class.ts';

/** Milliseconds by class of route; 0 sets no limit. */
export type TimeLimitsOptions = Readonly<Record<RouteClass, number>>;

/** Answered from memory, or as soon as the store does, which has limits of its own: a timer would cost more. */
const untimed = /^\/schemas\/ids\/:id(\/schema)?$/;

const plugin: FastifyPluginCallback<TimeLimitsOptions> = (app, limits, done) => {
  app.addHook('onRoute', (route) => {
    const kind = routeClass(route);
    const limit = kind === undefined ? 0 : limits[kind];
    if (limit === 0 || untimed.test(route.url)) return;
    route.handlerTimeout = limit;
    route.handler = silentOnceAnswered(route.handler);
  });
  done();
};

/**
 * Gives routes the time that their class may take. Then the client gets 503, and `request.signal`, which aborts as well
 * when the client goes away, ends the work.
 */
export const timeLimits = fastifyPlugin(plugin, { name: 'time-limits', dependencies: ['errors'] });

/** What the work comes to after its request was answered is nobody's: Fastify would log it as a fault. */
function silentOnceAnswered(handler: RouteHandlerMethod): RouteHandlerMethod {
  return function timed(this, request, reply) {
    const result: unknown = handler.call(this, request, reply);
    return result instanceof Promise ? unlessAnswered(result, reply) : result;
  };
}

async function unlessAnswered(result: Promise<unknown>, reply: FastifyReply): Promise<unknown> {
  try {
    const payload = await result;
    return reply.sent ? undefined : payload;
  } catch (error) {
    if (reply.sent) return undefined;
    throw error;
  }
}
