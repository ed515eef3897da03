import { CircuitBreaker } from './circuit-breaker.ts';
import { OutboundError, toOutboundError } from './errors.ts';
import type { AttemptOutcome, BreakerOptions, BreakerState, OutboundListener } from './options.ts';
import { RetryBudget } from './retry-budget.ts';

export interface HostOptions {
  /** For messages. */
  readonly address: string;
  /** For the listener. */
  readonly name: string;
  readonly breaker: BreakerOptions;
  readonly maxInFlight: number;
  readonly listener: OutboundListener;
}

/** At most a fifth of the calls is made again, beside the first ten retries. */
const retryShare = { share: 0.2, most: 10 };

/** What is known of one host: whether it answers, and what may still be sent to it. */
export class Host {
  readonly budget = new RetryBudget(retryShare);
  readonly #options: HostOptions;
  readonly #breaker: CircuitBreaker;
  #inFlight = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    const { address, name, breaker, listener } = options;
    this.#breaker = new CircuitBreaker(address, breaker, (state) =>
      listener.onBreaker?.({ host: name, state }),
    );
  }

  get name(): string {
    return this.#options.name;
  }

  get state(): BreakerState {
    return this.#breaker.state;
  }

  /** Calls under way, their waits between attempts included. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Counts a call as long as it is under way. @throws OutboundError `overloaded` */
  async during<T>(call: () => Promise<T>): Promise<T> {
    const { address, maxInFlight } = this.#options;
    if (this.#inFlight >= maxInFlight) {
      throw new OutboundError('overloaded', `${maxInFlight} calls to ${address} are under way already`);
    }
    this.#inFlight += 1;
    try {
      return await call();
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Makes one attempt, unless the host is thought to be away. @throws OutboundError */
  run(send: () => Promise<Response>): Promise<Response> {
    return this.#breaker.run(() => this.#observed(send));
  }

  async #observed(send: () => Promise<Response>): Promise<Response> {
    const { address, name, listener } = this.#options;
    const start = performance.now();
    const told = (outcome: AttemptOutcome) =>
      listener.onAttempt?.({ host: name, outcome, seconds: (performance.now() - start) / 1000 });
    try {
      const answer = await send();
      told(outcomeOf(answer));
      return answer;
    } catch (thrown) {
      const error = toOutboundError(thrown, address);
      told(error.fault);
      throw error;
    }
  }
}

function outcomeOf({ status }: Response): AttemptOutcome {
  if (status < 400) return 'success';
  return status < 500 ? 'client-error' : 'server-error';
}
