import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { anonymous, type Principal } from '../../access/principal.ts';
import { requestId } from '../logging/request-id.ts';
import type { Policy } from '../rate-limit/policy.ts';
import type { PreparedResponse } from '../reply-headers/prepared.ts';

/** What is found for a request: the answer, and what names it. */
export interface QuickAnswer {
  /** Pattern of the route that would give it. */
  readonly route: string;
  readonly response: PreparedResponse;
}

/** A request on its way through the quick lane: the part of Fastify's request that the concerns ask for. */
export class QuickRequest {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  readonly answer: QuickAnswer;
  readonly id: string;
  readonly ip: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds since 1970. */
  readonly now: number;
  authenticated: Principal | null = null;
  rateLimitPolicy: Policy | null = null;
  rateLimitRemaining = 0;
  rateLimitReset = 0;

  constructor(raw: IncomingMessage, response: ServerResponse, answer: QuickAnswer) {
    this.raw = raw;
    this.response = response;
    this.answer = answer;
    this.id = requestId(raw);
    this.ip = raw.socket.remoteAddress;
    this.headers = raw.headers;
    this.now = Date.now();
  }

  get principal(): Principal {
    return this.authenticated ?? anonymous;
  }
}
