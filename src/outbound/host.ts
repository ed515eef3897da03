import {
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  halfJitterGenerator,
  handleWhen,
} from 'cockatiel';
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

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
};

/** At most a fifth of the calls is made again, beside the first ten retries. */
const retryShare = { share: 0.2, most: 10 };

/** What is known of one host: whether it answers, and what may still be sent to it. */
export class Host {
  readonly budget = new RetryBudget(retryShare);
  readonly #options: HostOptions;
  readonly #breaker: CircuitBreakerPolicy;
  #inFlight = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    const { threshold, size, minimum, firstPause, maxPause } = options.breaker;
    this.#breaker = circuitBreaker(
      handleWhen((error) => this.#speaksAgainst(error)).orWhenResult(isServerError),
      {
        breaker: new CountBreaker({ threshold, size, minimumNumberOfCalls: minimum }),
        halfOpenAfter: new ExponentialBackoff({
          initialDelay: firstPause,
          maxDelay: maxPause,
          // Never at once, and never all replicas together.
          generator: halfJitterGenerator,
        }),
      },
    );
    this.#breaker.onStateChange((state) =>
      options.listener.onBreaker?.({ host: options.name, state: states[state] }),
    );
  }

  get name(): string {
    return this.#options.name;
  }

  get state(): BreakerState {
    return states[this.#breaker.state];
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

  /**
   * Makes one attempt. While the host is thought to be away nothing is sent, but one attempt now and then:
   * nobody waits for how that one ends.
   * @throws OutboundError
   */
  async run(send: () => Promise<Response>): Promise<Response> {
    const { address } = this.#options;
    if (this.#breaker.state === CircuitState.HalfOpen) throw circuitOpen(address);
    try {
      return await this.#breaker.execute(() => this.#observed(send));
    } catch (error) {
      throw error instanceof OutboundError ? error : circuitOpen(address);
    }
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

  /** An attempt that was given up says nothing; but unless one succeeds, the host stays away. */
  #speaksAgainst(error: unknown): boolean {
    if (this.#breaker.state === CircuitState.HalfOpen) return true;
    return error instanceof OutboundError && ['connect', 'timeout', 'network'].includes(error.fault);
  }
}

function outcomeOf({ status }: Response): AttemptOutcome {
  if (status < 400) return 'success';
  return status < 500 ? 'client-error' : 'server-error';
}

/** That the host can't serve now: not 501 or 505, which will be the same tomorrow. */
function isServerError(answer: unknown): boolean {
  return answer instanceof Response && [500, 502, 503, 504].includes(answer.status);
}

function circuitOpen(address: string): OutboundError {
  return new OutboundError('circuit-open', `${address} failed too often and is left alone for a moment`);
}
