import { normalizeIP } from '@fastify/rate-limit';

const maxRemembered = 1000;
const remembered = new Map<string, string>();

/**
 * The key under which a request's client is counted, by the rule of @fastify/rate-limit: one client can
 * own a whole IPv6 subnet. Without an address (a local socket, or a connection that just broke) all
 * clients are one.
 */
export function clientOf({ ip }: { readonly ip: string | undefined }): string {
  if (ip === undefined) return '';
  if (!ip.includes(':')) return ip;
  const known = remembered.get(ip);
  if (known !== undefined) return known;
  const client = normalizeIP(ip);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(ip, client);
  return client;
}
