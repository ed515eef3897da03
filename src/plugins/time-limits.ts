import {
  errorCodes,
  type FastifyPluginCallback,
  type FastifyReply,
  type FastifyRequest,
  type RouteHandlerMethod,
} from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { type RouteClass, routeClass } from './route-class.ts';
import { Deadlines, Wait } from './time-limits/deadlines.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Aborts when nobody waits for the answer any more: the time is up, or the client went away. (Fastify's own
     * signal aborts as soon as a body is read: Node closes the request then.)
     */
    readonly abandoned: AbortSignal;
    /** What `abandoned` is made from; null where no time is kept. */
    wait: Wait | null;
  }
}

/** Milliseconds by class of route; 0 sets no limit. */
export type TimeLimitsOptions = Readonly<Record<RouteClass, number>>;

/** Answered from memory, or as soon as the store does, which has limits of its own: a timer would cost more. */
const untimed = /^\/schemas\/ids\/:id(\/schema)?$/;

const plugin: FastifyPluginCallback<TimeLimitsOptions> = (app, limits, done) => {
  app.decorateRequest('wait', null);
  app.decorateRequest('abandoned', {
    getter(this: FastifyRequest) {
      return this.wait?.signal ?? never;
    },
  });
  app.addHook('onRoute', (route) => {
    const kind = routeClass(route);
    if (kind === undefined || untimed.test(route.url)) return;
    route.handler = timed(route.handler, new Deadlines(limits[kind]));
  });
  done();
};

/**
 * Gives routes the time that their class may take. Then the client gets 503, and `request.abandoned`, which aborts as well
 * when the client goes away, ends the work.
 */
export const timeLimits = fastifyPlugin(plugin, { name: 'time-limits', dependencies: ['errors'] });

const never = new AbortController().signal;

function timed(handler: RouteHandlerMethod, deadlines: Deadlines): RouteHandlerMethod {
  return function handle(this, request, reply) {
    watch(request, reply, deadlines);
    const result: unknown = handler.call(this, request, reply);
    return result instanceof Promise ? unlessAnswered(result, reply) : result;
  };
}

function watch(request: FastifyRequest, reply: FastifyReply, deadlines: Deadlines): void {
  const wait = new Wait(() => {
    if (reply.sent) return;
    const { limit } = deadlines;
    const error = new errorCodes.FST_ERR_HANDLER_TIMEOUT(String(limit), request.routeOptions.url ?? '');
    wait.abort(error);
    void reply.send(error);
  });
  request.wait = wait;
  deadlines.add(wait);
  reply.raw.on('close', () => {
    deadlines.remove(wait);
    if (!reply.raw.writableFinished) wait.abort();
  });
}

/** What the work comes to after its request was answered is nobody's: Fastify would log it as a fault. */
async function unlessAnswered(result: Promise<unknown>, reply: FastifyReply): Promise<unknown> {
  try {
    const payload = await result;
    return reply.sent ? undefined : payload;
  } catch (error) {
    if (reply.sent) return undefined;
    throw error;
  }
}
