import type {
  FastifyInstance,
  FastifyPluginCallback,
  FastifyReply,
  FastifyRequest,
  RouteOptions,
} from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Bounds } from '../access/bounds.ts';
import { allows, mayRead } from '../access/decide.ts';
import type { AccessNeed } from '../access/need.ts';
import { rightsOf } from '../access/rights.ts';
import { RegistryError } from '../registry/errors.ts';
import { refusals } from '../registry/refusals.ts';
import { credentialMissing } from './authentication/refusals.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What routes need that are declared by other packages, within the scope that sets this. */
    readonly foreignRoutesNeed?: AccessNeed;
    /** What each route needs, by method and path. */
    readonly routeNeeds: ReadonlyMap<string, AccessNeed>;
  }
  interface FastifyContextConfig {
    /** What the route needs of whoever asks. No route goes without. */
    access: AccessNeed;
  }
  interface FastifyRequest {
    /** What the request may touch; null for everything, as it is while access control is off. */
    bounds: Bounds | null;
  }
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  const needs = new Map<string, AccessNeed>();
  app.decorate('routeNeeds', needs);
  app.decorateRequest('bounds', null);
  app.addHook('onRoute', function needed(this: FastifyInstance, route) {
    const need = route.config?.access ?? this.foreignRoutesNeed;
    if (need === undefined)
      throw new Error(`${String(route.method)} ${route.url} does not say what it needs`);
    for (const method of [route.method].flat()) needs.set(`${method} ${route.url}`, need);
    if (need.action !== 'public') guard(route, need);
  });
  app.quickLane?.admit('authorization', (request) => {
    if (!app.accessControl.on) return true;
    const rights = rightsOf(request.principal);
    const need = needs.get(`${request.target.method} ${request.target.route}`);
    if (need === undefined || !allows(rights, need)) return false;
    request.reader = rights.bounds.read.reader;
    return true;
  });
  app.addHook('onError', (request, _reply, error, next) => {
    // Changes out of bounds are found out late: when they are written.
    if (error instanceof RegistryError && error.kind === 'forbidden') record(request, 'forbidden');
    next();
  });
  done();
};

/**
 * Lets no request through that its sender's rights don't allow, and bounds what the others may touch. Denials
 * are recorded in the audit trail.
 */
export const authorization = fastifyPlugin(plugin, {
  name: 'authorization',
  dependencies: ['authentication', 'audit', 'errors'],
});

type GuardedNeed = Exclude<AccessNeed, { action: 'public' }>;
type Hook = (request: FastifyRequest, reply: FastifyReply, next: (error?: Error) => void) => void;

/** Puts the check before any body is read, but after the limits that others have set, which hold for the refused too. */
function guard(route: RouteOptions, need: GuardedNeed): void {
  route.onRequest = [...[route.onRequest ?? []].flat(), check(need)];
  if (need.action !== 'write' || need.permanent === undefined) return;
  const checkPermanent = check({ action: need.permanent, subject: need.subject });
  // Only here has the query been read.
  const ifPermanent: Hook = (request, reply, next) => {
    const { permanent } = request.query as { readonly permanent?: boolean };
    if (permanent === true) checkPermanent(request, reply, next);
    else next();
  };
  route.preHandler = [ifPermanent, ...[route.preHandler ?? []].flat()];
}

function check(need: GuardedNeed): Hook {
  return (request, _reply, next) => {
    const { accessControl } = request.server;
    if (!accessControl.on) return next();
    const { principal } = request;
    const rights = rightsOf(principal);
    const { subject } = request.params as { readonly subject?: string };
    if (!allows(rights, need, subject)) {
      if (principal.kind !== 'anonymous') return next(refusals.forbidden(subject));
      record(request, 'unauthenticated');
      return next(credentialMissing());
    }
    if (need.action !== 'metrics' && !rights.unbounded) {
      request.bounds = rights.bounds[need.action];
      // The answer will be as if there was no such subject. Whoever answers for security should know better.
      if (subject !== undefined && !mayRead(rights, subject)) record(request, 'hidden');
    }
    return next();
  };
}

function record(request: FastifyRequest, reason: string): void {
  const { principal, method, routeOptions } = request;
  const { subject } = request.params as { readonly subject?: string };
  request.server.audit.record({
    event: 'access.denied',
    outcome: 'denied',
    actor: `${principal.kind}:${principal.id}`,
    address: request.ip,
    requestId: request.id,
    details: { reason, method, route: routeOptions.url, ...(subject !== undefined && { subject }) },
  });
}
