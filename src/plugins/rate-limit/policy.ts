import type { RouteClass } from '../route-class.ts';

/** The limit of one class of routes, with the texts that tell of it. */
export interface Policy {
  readonly name: RouteClass;
  /** Requests per window. */
  readonly max: number;
  /** The value of `RateLimit-Policy`. */
  readonly header: string;
}

/** The headers are those of draft-ietf-httpapi-ratelimit-headers-09; their times are whole seconds. */
export function policyOf(name: RouteClass, max: number, windowMs: number): Policy {
  return { name, max, header: `"${name}";q=${max};w=${Math.ceil(windowMs / 1000)}` };
}

/** The value of `RateLimit`. */
export function remainingHeader({ name }: Policy, remaining: number, resetSeconds: number): string {
  return `"${name}";r=${remaining};t=${resetSeconds}`;
}
