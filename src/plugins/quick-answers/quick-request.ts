import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { anonymous, type Principal } from '../../access/principal.ts';
import { requestId } from '../logging/request-id.ts';
import type { Policy } from '../rate-limit/policy.ts';

/** A request on its way through the quick lane: the part of Fastify's request that the concerns ask for. */
export class QuickRequest {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  /** Pattern of the route that would answer it. */
  readonly route: string;
  readonly id: string;
  readonly ip: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds since 1970. */
  readonly now: number;
  authenticated: Principal | null = null;
  /** See `Bounds`. */
  reader: string | undefined;
  rateLimitPolicy: Policy | null = null;
  rateLimitRemaining = 0;
  rateLimitReset = 0;

  constructor(raw: IncomingMessage, response: ServerResponse, route: string) {
    this.raw = raw;
    this.response = response;
    this.route = route;
    this.id = requestId(raw);
    this.ip = raw.socket.remoteAddress;
    this.headers = raw.headers;
    this.now = Date.now();
  }

  get principal(): Principal {
    return this.authenticated ?? anonymous;
  }
}
