import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Outbox, Settlement } from '../../registry/outbox.ts';
import { StoreUnavailableError } from '../../registry/store.ts';
import { announced } from '../../webhooks/announce.ts';
import type { Post } from '../../webhooks/attempt.ts';
import { bodyOf, type CloudEvent } from '../../webhooks/cloud-event.ts';
import { Courier } from '../../webhooks/courier.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import { defaultRetry } from '../../webhooks/retry-options.ts';
import { HttpError } from '../http-error.ts';
import { type WebhookMetrics, webhookMetrics } from './webhook-metrics.ts';
import type { ShownLetter, Webhooks, WebhooksOptions } from './webhooks.ts';

export interface ConfiguredWebhooksOptions extends Omit<WebhooksOptions, 'endpoints'> {
  readonly endpoints: readonly Endpoint[];
}

type App = Pick<
  FastifyInstance,
  'log' | 'outbox' | 'outbound' | 'store' | 'storeOpened' | 'metricsRegistry' | 'wrapCommits' | 'audit'
>;

/** How long attempts under way may take when the service ends, in milliseconds; then they are cut off. */
const patience = 2000;
const poll = 1000;
/** Receivers have nothing to say but a status. */
const maxAnswerBytes = 64 * 1024;

/** Writes events beside the changes that they tell of, and brings them to the endpoints. */
export class ConfiguredWebhooks implements Webhooks {
  readonly #options: ConfiguredWebhooksOptions;
  readonly #app: App;
  readonly #metrics: WebhookMetrics;
  readonly #cutOff = new AbortController();
  #couriers: readonly Courier[] = [];
  #storeAway = false;
  #closed = false;

  constructor(options: ConfiguredWebhooksOptions, app: App) {
    this.#options = options;
    this.#app = app;
    const { endpoints, source } = options;
    this.#metrics = webhookMetrics(
      endpoints,
      async () => (await app.outbox()?.depth()) ?? [],
      app.metricsRegistry,
    );
    app.wrapCommits((commit) => async (change) => {
      const told = announced(change, { endpoints, source, now: Date.now });
      const result = await commit(told);
      if (told !== change && result.outcome === 'committed') this.#wake();
      return result;
    });
    app.storeOpened.then(
      () => this.#start(),
      // Whoever waits for the store is told.
      () => undefined,
    );
  }

  async deadLetters(after: number, limit: number): Promise<readonly ShownLetter[]> {
    const letters = await this.#outbox().deadLetters(after, limit);
    return letters.map(({ id, endpoint, attempts, schemaId, error, event, deadAt }) => ({
      id,
      endpoint,
      attempts,
      schemaId,
      error,
      event: bodyOf(JSON.parse(event) as CloudEvent, schemaId),
      deadAt: new Date(deadAt),
    }));
  }

  async replay(
    id: number,
    { principal, ip, id: requestId }: Pick<FastifyRequest, 'principal' | 'ip' | 'id'>,
  ) {
    const [letter] = await this.#outbox().deadLetters(id - 1, 1);
    if (letter?.id !== id) throw new HttpError(404, `There is no dead letter ${id}`);
    await this.#settle([{ id, outcome: 'replayed' }]);
    this.#wake();
    this.#app.audit.record({
      event: 'webhook.replayed',
      outcome: 'success',
      actor: `${principal.kind}:${principal.id}`,
      address: ip,
      requestId,
      details: { id, endpoint: letter.endpoint },
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const timer = setTimeout(() => this.#cutOff.abort(), patience);
    await Promise.all(this.#couriers.map((courier) => courier.stop()));
    clearTimeout(timer);
  }

  #start(): void {
    const outbox = this.#app.outbox();
    if (outbox === undefined || this.#closed) return;
    const { maxAttempts, attemptMs, delivers } = this.#options;
    this.#couriers = this.#options.endpoints.map(
      (endpoint) =>
        new Courier({
          endpoint,
          outbox,
          settle: (settlements) => this.#settle(settlements),
          post: this.#post,
          retry: { ...defaultRetry, maxAttempts },
          delivers,
          lease: 2 * attemptMs + patience,
          poll,
          now: Date.now,
          onSettled: (settlement) => this.#settled(settlement, endpoint),
          onError: (error) => this.#storeFailed(error),
        }),
    );
  }

  readonly #post: Post = (url, { headers, body }) =>
    this.#app.outbound.fetch(
      url,
      { method: 'POST', redirect: 'manual', signal: this.#cutOff.signal, headers, body },
      // The outbox tries again, over hours.
      { retries: 0, maxBytes: maxAnswerBytes },
    );

  async #settle(settle: readonly Settlement[]): Promise<void> {
    await this.#app.store.commit({ guards: [], writes: [], outbox: { settle } });
    this.#storeAway = false;
  }

  #settled(settlement: Settlement, { name: endpoint }: Endpoint): void {
    this.#metrics.settled(endpoint, settlement.outcome);
    if (settlement.outcome === 'dead') {
      const { id, error } = settlement;
      this.#app.log.error({ endpoint, id, error }, 'webhook: event given up, now a dead letter');
    } else if (settlement.outcome === 'failed') {
      const { id, error, retryIn } = settlement;
      this.#app.log.warn({ endpoint, id, error, retryIn: Math.round(retryIn) }, 'webhook: attempt failed');
    }
  }

  /** Told once an outage: couriers ask again every second. */
  #storeFailed(err: unknown): void {
    if (!this.#storeAway) this.#app.log.warn({ err }, 'webhooks wait: the store does not answer');
    this.#storeAway = true;
  }

  #wake(): void {
    for (const courier of this.#couriers) courier.wake();
  }

  #outbox(): Outbox {
    const outbox = this.#app.outbox();
    if (outbox === undefined) throw new StoreUnavailableError('The store is not open');
    return outbox;
  }
}
