import type { RouteOptions } from 'fastify';
import { isProbe } from './probe.ts';

/** Kinds of routes that limits are set for. */
export const routeClasses = ['read', 'write', 'validate', 'admin'] as const;
export type RouteClass = (typeof routeClasses)[number];

type Route = Pick<RouteOptions, 'method' | 'url' | 'config'>;

/** The class of a route by what it needs and does; undefined for health probes, which no limit holds for. */
export function routeClass({ method, url, config }: Route): RouteClass | undefined {
  if (isProbe(url)) return undefined;
  const { access } = (config ?? {}) as { readonly access?: { readonly action: string } };
  if (access?.action === 'admin') return 'admin';
  if (method === 'GET' || method === 'HEAD') return 'read';
  // Both ask about a schema that they send, and change nothing.
  const asks = url.startsWith('/compatibility/') || (method === 'POST' && url === '/subjects/:subject');
  return asks ? 'validate' : 'write';
}
