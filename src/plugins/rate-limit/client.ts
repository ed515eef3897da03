import { normalizeIP } from '@fastify/rate-limit';
import type { Principal } from '../../access/principal.ts';

const maxRemembered = 1000;
const remembered = new Map<string, string>();

/** What tells the clients that send requests apart. */
export interface RequestOrigin {
  readonly ip: string | undefined;
  readonly principal?: Principal;
}

/** The key under which a request is counted: its credential's, whatever addresses use it, else its address. */
export function clientOf(request: RequestOrigin): string {
  const { principal } = request;
  return principal === undefined || principal.kind === 'anonymous'
    ? addressOf(request.ip)
    : `${principal.kind}:${principal.id}`;
}

/**
 * The address by the rule of @fastify/rate-limit: one client can own a whole IPv6 subnet. Without an address
 * (a local socket, or a connection that just broke) all clients are one.
 */
function addressOf(ip: string | undefined): string {
  if (ip === undefined) return '';
  if (!ip.includes(':')) return ip;
  const known = remembered.get(ip);
  if (known !== undefined) return known;
  const client = normalizeIP(ip);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(ip, client);
  return client;
}
