import type { FastifyRequest } from 'fastify';
import type { DeadLetter } from '../../registry/outbox.ts';

/** A dead letter as people see it. */
export interface ShownLetter extends Omit<DeadLetter, 'deadAt'> {
  readonly deadAt: Date;
}

/** Both reject with a 404 for clients when there are no webhooks. */
export interface Webhooks {
  /** Events that were given up, by id, from the first after `after`. */
  deadLetters(after: number, limit: number): Promise<readonly ShownLetter[]>;
  /** Lets it be delivered again; rejects with a 404 when there is none of that id. */
  replay(id: number, by: Pick<FastifyRequest, 'principal' | 'ip' | 'id'>): Promise<void>;
}

export interface WebhooksOptions {
  /** The setting WEBHOOKS. */
  readonly endpoints: string;
  readonly source: string;
  /** Attempts after which a delivery is given up. */
  readonly maxAttempts: number;
  /** Time that one attempt may take, in milliseconds. */
  readonly attemptMs: number;
  /** Whether events are delivered now; else they wait. */
  readonly delivers: () => boolean;
}
