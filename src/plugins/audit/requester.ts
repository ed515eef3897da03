import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { AuditEvent } from '../../audit/event.ts';

type Requester = Pick<AuditEvent, 'actor' | 'address' | 'requestId'>;

const current = new AsyncLocalStorage<FastifyRequest>();
const readOnly = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets code that runs for a request which may change something find out who sent it. Reads cost nothing more. */
export function keepRequester(app: FastifyInstance): void {
  app.addHook('onRoute', (route: RouteOptions) => {
    if ([route.method].flat().every((method) => readOnly.has(method))) return;
    route.preHandler = [route.preHandler ?? [], enter].flat();
  });
}

function enter(request: FastifyRequest, _reply: unknown, done: () => void): void {
  current.run(request, done);
}

/** Who sent a request. */
export function requesterOf({ principal, ip, id }: FastifyRequest): Requester {
  return { actor: `${principal.kind}:${principal.id}`, address: ip, requestId: id };
}

/** Who sent the request that the running code works for; the service itself when it works for none. */
export function currentRequester(): Requester {
  const request = current.getStore();
  return request === undefined ? { actor: 'system' } : requesterOf(request);
}
