import type { HostState } from '../../outbound/client.ts';

/** How other servers do, without their names, which are not for everyone. */
export interface OutboundHealth {
  /** That were called so far. */
  readonly hosts: number;
  /** Whose circuit breaker is not closed. */
  readonly unavailable: number;
}

/** The part of the health report about other servers; undefined while none was called. */
export function outboundHealth(hosts: readonly HostState[]): OutboundHealth | undefined {
  if (hosts.length === 0) return undefined;
  return { hosts: hosts.length, unavailable: hosts.filter(({ state }) => state !== 'closed').length };
}
