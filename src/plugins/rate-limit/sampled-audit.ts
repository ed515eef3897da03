import type { FastifyRequest } from 'fastify';
import type { AuditTrail } from '../../audit/event.ts';
import { clientOf } from './client.ts';
import { FixedWindows } from './fixed-windows.ts';

/** A client that goes on after a refusal is told of once in this time, in milliseconds. */
const everyMs = 60_000;
const maxClients = 1000;

/** Records refusals in the audit trail: of each client the first in a minute, so that a flood does not fill it. */
export function sampledAudit(audit: AuditTrail): (request: FastifyRequest, policy: string) => void {
  const told = new FixedWindows(everyMs, maxClients);
  return (request, policy) => {
    const window = told.at(clientOf(request), Date.now());
    window.count += 1;
    if (window.count > 1) return;
    const { principal, ip, id, method, routeOptions } = request;
    audit.record({
      event: 'rate-limit.exceeded',
      outcome: 'denied',
      actor: `${principal.kind}:${principal.id}`,
      address: ip,
      requestId: id,
      details: { policy, method, ...(routeOptions.url !== undefined && { route: routeOptions.url }) },
    });
  };
}
