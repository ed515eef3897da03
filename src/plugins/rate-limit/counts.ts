import type { FastifyRequest } from 'fastify';
import type { RequestOrigin } from './client.ts';

/** How a client stands in its window, the request that asks counted. */
export interface Usage {
  /** Requests left. */
  readonly remaining: number;
  readonly exceeded: boolean;
  /** Whole seconds until the window ends. */
  readonly resetSeconds: number;
}

/** Counts a request under one policy. */
export type Count = (request: RequestOrigin) => Usage;
/** Undefined when it could not be counted. */
export type SharedCount = (request: FastifyRequest) => Promise<Usage | undefined>;
