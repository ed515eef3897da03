import {
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  halfJitterGenerator,
  handleWhen,
} from 'cockatiel';
import { OutboundError } from './errors.ts';
import type { BreakerOptions, BreakerState } from './options.ts';

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
};

/** Leaves a host alone that failed too often, and tries it again now and then. */
export class CircuitBreaker {
  readonly #address: string;
  readonly #policy: CircuitBreakerPolicy;

  /** @param address of the host, for messages */
  constructor(address: string, options: BreakerOptions, onState: (state: BreakerState) => void) {
    this.#address = address;
    const { threshold, size, minimum, firstPause, maxPause } = options;
    this.#policy = circuitBreaker(
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
    this.#policy.onStateChange((state) => onState(states[state]));
  }

  get state(): BreakerState {
    return states[this.#policy.state];
  }

  /**
   * Makes one attempt. While the host is thought to be away nothing is sent, but one attempt now and then:
   * nobody waits for how that one ends.
   * @throws OutboundError what `send` throws, or `circuit-open`
   */
  async run(send: () => Promise<Response>): Promise<Response> {
    if (this.#policy.state === CircuitState.HalfOpen) throw this.#open();
    try {
      return await this.#policy.execute(send);
    } catch (error) {
      throw error instanceof OutboundError ? error : this.#open();
    }
  }

  /** An attempt that was given up says nothing; but unless one succeeds, the host stays away. */
  #speaksAgainst(error: unknown): boolean {
    if (this.#policy.state === CircuitState.HalfOpen) return true;
    return error instanceof OutboundError && ['connect', 'timeout', 'network'].includes(error.fault);
  }

  #open(): OutboundError {
    const message = `${this.#address} failed too often and is left alone for a moment`;
    return new OutboundError('circuit-open', message);
  }
}

/** That the host can't serve now: not 501 or 505, which will be the same tomorrow. */
function isServerError(answer: unknown): boolean {
  return answer instanceof Response && [500, 502, 503, 504].includes(answer.status);
}
