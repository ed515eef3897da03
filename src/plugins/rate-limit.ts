import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpError } from './http-error.ts';
import { countInMemory } from './rate-limit/count-in-memory.ts';
import type { Usage } from './rate-limit/counts.ts';
import { type Policy, policyOf, remainingHeader } from './rate-limit/policy.ts';
import { type RefusalCounts, refusalCounts } from './rate-limit/refusal-counts.ts';
import { sampledAudit } from './rate-limit/sampled-audit.ts';
import { type RouteClass, routeClass } from './route-class.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly rateLimitRefusals: RefusalCounts;
  }
  interface FastifyRequest {
    /** The limit that the request was counted under; null when it was not counted. */
    rateLimitPolicy: Policy | null;
    /** Requests left in the client's window. */
    rateLimitRemaining: number;
    /** Whole seconds until the client's window ends. */
    rateLimitReset: number;
  }
}

export interface RateLimitOptions {
  readonly settings: RateLimitSettings;
  /** Clients remembered for each class of route. Default 10 000, about 1 MB. */
  readonly maxClients?: number;
}

export type RateLimitSettings = {
  readonly RATE_LIMIT_MAX: number;
  readonly RATE_LIMIT_WINDOW_MS: number;
  readonly RATE_LIMIT_REDIS_URL: string;
  readonly RATE_LIMIT_REDIS_TIMEOUT_MS: number;
  readonly RATE_LIMIT_WITHOUT_REDIS: 'allow' | 'refuse';
} & Readonly<Record<`RATE_LIMIT_${Uppercase<RouteClass>}_MAX`, number>>;

type Hook = (
  request: FastifyRequest,
  reply: FastifyReply,
  next: (error?: Error) => void,
) => void | Promise<void>;

const plugin: FastifyPluginAsync<RateLimitOptions> = async (app, { settings, maxClients = 10_000 }) => {
  const policies = policiesOf(settings);
  app.decorate('rateLimitRefusals', refusalCounts());
  app.decorateRequest('rateLimitPolicy', null);
  app.decorateRequest('rateLimitRemaining', 0);
  app.decorateRequest('rateLimitReset', 0);
  // Where there is no limit, there is nothing to count.
  app.quickLane?.admit('rate-limit', () => true);
  if (Object.values(policies).every((policy) => policy === undefined)) return;

  const limited = await limiter(app, settings, maxClients);
  const hooks = {
    read: policies.read && limited(policies.read),
    write: policies.write && limited(policies.write),
    validate: policies.validate && limited(policies.validate),
    admin: policies.admin && limited(policies.admin),
  };
  app.addHook('onRoute', (route) => {
    const kind = routeClass(route);
    const hook = kind && hooks[kind];
    if (hook) route.onRequest = [hook, ...[route.onRequest ?? []].flat()];
  });
  // Whoever looks for paths that do not exist reads.
  const unknown = hooks.read;
  const onRequest: Hook = (request, reply, next) =>
    unknown && request.is404 ? unknown(request, reply, next) : next();
  app.addHook('onRequest', onRequest);

  // A request whose target no route can be looked up for has no policy, not even null.
  app.replyHeaders.perRequest('ratelimit-policy', ({ rateLimitPolicy }) => rateLimitPolicy?.header);
  app.replyHeaders.perRequest('ratelimit', ({ rateLimitPolicy, rateLimitRemaining, rateLimitReset }) =>
    rateLimitPolicy ? remainingHeader(rateLimitPolicy, rateLimitRemaining, rateLimitReset) : undefined,
  );
};

/**
 * Limits how many requests of each class of route a client may make: a credential, or an address without one. Counted
 * in memory in one step, or in Redis together with other replicas. Health probes are not counted.
 */
export const rateLimit = fastifyPlugin(plugin, {
  name: 'rate-limit',
  dependencies: ['reply-headers', 'authentication', 'audit'],
});

function policiesOf(settings: RateLimitSettings): Readonly<Record<RouteClass, Policy | undefined>> {
  const policy = (name: RouteClass, own: number) => {
    const max = own === 0 ? settings.RATE_LIMIT_MAX : own;
    return max === 0 ? undefined : policyOf(name, max, settings.RATE_LIMIT_WINDOW_MS);
  };
  return {
    read: policy('read', settings.RATE_LIMIT_READ_MAX),
    write: policy('write', settings.RATE_LIMIT_WRITE_MAX),
    validate: policy('validate', settings.RATE_LIMIT_VALIDATE_MAX),
    admin: policy('admin', settings.RATE_LIMIT_ADMIN_MAX),
  };
}

/** Makes the hooks that count and refuse. */
function limiter(
  app: FastifyInstance,
  settings: RateLimitSettings,
  maxClients: number,
): Promise<(policy: Policy) => Hook> {
  const judge = judgeOf(app);
  return settings.RATE_LIMIT_REDIS_URL === ''
    ? Promise.resolve(limiterInMemory(app, settings.RATE_LIMIT_WINDOW_MS, maxClients, judge))
    : limiterInRedis(app, settings, judge);
}

/** What a request is told of its use of the limit: the refusal, when that is exceeded. */
type Judge = (
  policy: Policy,
  usage: Usage,
  request: FastifyRequest,
  reply: FastifyReply,
) => HttpError | undefined;

function judgeOf(app: FastifyInstance): Judge {
  const audit = sampledAudit(app.audit);
  return (policy, usage, request, reply) => {
    note(request, policy, usage);
    if (!usage.exceeded) return undefined;
    app.rateLimitRefusals.add(policy.name);
    audit(request, policy.name);
    reply.header('retry-after', usage.resetSeconds);
    return new HttpError(429, `Rate limit exceeded, retry in ${usage.resetSeconds} s`);
  };
}

function limiterInMemory(
  app: FastifyInstance,
  windowMs: number,
  maxClients: number,
  judge: Judge,
): (policy: Policy) => Hook {
  return (policy) => {
    const count = countInMemory(policy, windowMs, maxClients);
    // Counts what the limit allows; refusals are for the ordinary way.
    app.quickLane?.count('rate-limit', (request) => {
      if (request.target.kind !== policy.name) return true;
      const usage = count(request);
      if (usage.exceeded) return false;
      note(request, policy, usage);
      return true;
    });
    return (request, reply, next) => next(judge(policy, count(request), request, reply));
  };
}

async function limiterInRedis(
  app: FastifyInstance,
  settings: RateLimitSettings,
  judge: Judge,
): Promise<(policy: Policy) => Hook> {
  app.quickLane?.admit('rate-limit', () => false);
  // Only with Redis is its library needed.
  const { countInRedis } = await import('./rate-limit/count-in-redis.ts');
  const refusing = settings.RATE_LIMIT_WITHOUT_REDIS === 'refuse';
  const shared = await countInRedis(app, {
    url: settings.RATE_LIMIT_REDIS_URL,
    windowMs: settings.RATE_LIMIT_WINDOW_MS,
    timeoutMs: settings.RATE_LIMIT_REDIS_TIMEOUT_MS,
    onState(state, err) {
      if (state === 'connected') app.log.info('rate limit: counting in Redis');
      else
        app.log.warn(
          { err },
          `rate limit: Redis fails, requests are ${refusing ? 'refused' : 'not counted'}`,
        );
    },
  });
  return (policy) => {
    const count = shared(policy);
    return async (request, reply) => {
      const usage = await count(request);
      if (usage === undefined && !refusing) return;
      if (usage === undefined) {
        reply.header('retry-after', 1);
        throw new HttpError(503, 'Requests can not be counted now');
      }
      const refusal = judge(policy, usage, request, reply);
      if (refusal) throw refusal;
    };
  };
}

/** What the headers of the answer will tell. */
function note(
  request: Pick<FastifyRequest, 'rateLimitPolicy' | 'rateLimitRemaining' | 'rateLimitReset'>,
  policy: Policy,
  { remaining, resetSeconds }: Usage,
): void {
  request.rateLimitPolicy = policy;
  request.rateLimitRemaining = remaining;
  request.rateLimitReset = resetSeconds;
}
