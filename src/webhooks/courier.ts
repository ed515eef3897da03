import type { Delivery, Outbox, Settlement } from '../registry/outbox.ts';
import { attemptDelivery, type Post } from './attempt.ts';
import type { Endpoint } from './endpoint.ts';
import type { RetryOptions } from './retry-options.ts';

export interface CourierOptions {
  readonly endpoint: Endpoint;
  readonly outbox: Pick<Outbox, 'claim'>;
  /** Writes what became of deliveries. */
  readonly settle: (settlements: readonly Settlement[]) => Promise<unknown>;
  readonly post: Post;
  readonly retry: RetryOptions;
  /** Whether deliveries are begun now; asked before each look for some. */
  readonly delivers: () => boolean;
  /** How long a delivery is kept from other replicas, in milliseconds: longer than an attempt takes. */
  readonly lease: number;
  /** How often to look for what others have written, or what is due again, in milliseconds. */
  readonly poll: number;
  readonly now: () => number;
  /** Told of each attempt; must not throw. */
  readonly onSettled: (settlement: Settlement, delivery: Delivery) => void;
  /** Told when the store did not answer; must not throw. */
  readonly onError: (error: unknown) => void;
}

/** Deliveries to one endpoint at once. */
const concurrency = 4;

/** Brings events to one endpoint, those of one scope one after the other, until it is stopped. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #ended: Promise<void>;
  readonly #stopping = Promise.withResolvers<void>();
  #stopped = false;
  /** That the store did not take what became of a delivery. */
  #unsettled = false;
  #woken = Promise.withResolvers<void>();

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  /** There may be something to deliver. */
  wake(): void {
    this.#woken.resolve();
  }

  /** Takes no more; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping.resolve();
    this.wake();
    await this.#ended;
    await Promise.allSettled(this.#running);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      if (this.#unsettled) {
        await this.#pause();
        continue;
      }
      this.#woken = Promise.withResolvers();
      const claimed = await this.#claim();
      for (const delivery of claimed) this.#start(delivery);
      if (claimed.length === 0 || this.#running.size === concurrency) await this.#somethingToDo();
    }
  }

  async #claim(): Promise<readonly Delivery[]> {
    const { outbox, endpoint, lease, delivers, onError } = this.#options;
    const free = concurrency - this.#running.size;
    if (free === 0 || !delivers()) return [];
    try {
      return await outbox.claim(endpoint.name, free, lease);
    } catch (error) {
      onError(error);
      return [];
    }
  }

  #start(delivery: Delivery): void {
    const running = this.#deliver(delivery).finally(() => {
      this.#running.delete(running);
      this.wake();
    });
    this.#running.add(running);
  }

  /** When the outcome can't be written, the event is delivered once more: at least once is the promise. */
  async #deliver(delivery: Delivery): Promise<void> {
    const { endpoint, settle, onSettled, onError } = this.#options;
    const settlement = await attemptDelivery(delivery, endpoint, this.#options);
    // Cut off by the end of the process: that says nothing of the endpoint.
    if (this.#stopped && settlement.outcome !== 'delivered') return;
    onSettled(settlement, delivery);
    await settle([settlement]).catch((error: unknown) => {
      this.#unsettled = true;
      onError(error);
    });
  }

  /** Keeps an endpoint from being told the same without end while the store takes nothing. */
  async #pause(): Promise<void> {
    this.#unsettled = false;
    const over = Promise.withResolvers<void>();
    const timer = setTimeout(over.resolve, this.#options.poll);
    await Promise.race([over.promise, this.#stopping.promise]);
    clearTimeout(timer);
  }

  async #somethingToDo(): Promise<void> {
    const timer = setTimeout(() => this.wake(), this.#options.poll);
    await this.#woken.promise;
    clearTimeout(timer);
  }
}
