import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { anonymous, type Principal } from '../../access/principal.ts';
import { requestId } from '../logging/request-id.ts';
import type { Policy } from '../rate-limit/policy.ts';
import type { RouteClass } from '../route-class.ts';

/** The route that would answer a request. */
export interface QuickTarget {
  readonly method: 'GET' | 'POST';
  /** Its pattern. */
  readonly route: string;
  readonly kind: RouteClass;
}

/** A request on its way through the quick lane: the part of Fastify's request that the concerns ask for. */
export class QuickRequest {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: QuickTarget;
  readonly id: string;
  readonly ip: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds of the clock that only goes forward. */
  readonly start = performance.now();
  authenticated: Principal | null = null;
  /** See `Bounds`. */
  reader: string | undefined;
  rateLimitPolicy: Policy | null = null;
  rateLimitRemaining = 0;
  rateLimitReset = 0;

  constructor(raw: IncomingMessage, response: ServerResponse, target: QuickTarget) {
    this.raw = raw;
    this.response = response;
    this.target = target;
    this.id = requestId(raw);
    this.ip = raw.socket.remoteAddress;
    this.headers = raw.headers;
    this.now = Date.now();
  }

  get principal(): Principal {
    return this.authenticated ?? anonymous;
  }
}
