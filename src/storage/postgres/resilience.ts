import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  retry,
} from 'cockatiel';
import { classOf, OutcomeUnknownError } from './error-class.ts';

/** Times in milliseconds. */
export interface ResilienceOptions {
  /** Retries of one call after its first attempt. */
  readonly retries: number;
  /** Upper bound of the first wait; each later one is twice as long. The wait itself is random below it. */
  readonly firstDelay: number;
  readonly maxDelay: number;
  /** No retry is begun after a failure that came later than this after the first. */
  readonly budget: number;
  /** Failures in a row that open the breaker. */
  readonly breakAfter: number;
  /** How long the breaker stays open before it lets one call try. */
  readonly breakFor: number;
}

export const defaultResilience: ResilienceOptions = {
  retries: 4,
  firstDelay: 25,
  maxDelay: 1000,
  budget: 3000,
  breakAfter: 8,
  breakFor: 1000,
};

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Counts since the store was opened. */
export interface ResilienceStats {
  readonly breaker: BreakerState;
  /** Times that the breaker opened. */
  readonly opened: number;
  readonly retries: number;
  /** Attempts that failed because the database was away or could not serve. */
  readonly failures: number;
}

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
};

/** Retries calls to the database that failed for a moment, and stops calling it while it is away. */
export class Resilience {
  readonly #options: ResilienceOptions;
  readonly #breaker;
  readonly #retry;
  #opened = 0;
  #retries = 0;
  #failures = 0;

  constructor(options: ResilienceOptions, onState: (state: BreakerState) => void) {
    this.#options = options;
    this.#breaker = circuitBreaker(handleWhen(speaksAgainstServer), {
      halfOpenAfter: options.breakFor,
      breaker: new ConsecutiveBreaker(options.breakAfter),
    });
    this.#breaker.onBreak(() => {
      this.#opened += 1;
    });
    this.#breaker.onFailure(({ handled }) => {
      if (handled) this.#failures += 1;
    });
    this.#breaker.onStateChange((state) => onState(states[state]));
    this.#retry = retry(handleWhen(isWorthRetrying), {
      maxAttempts: options.retries,
      backoff: new ExponentialBackoff({
        initialDelay: options.firstDelay,
        maxDelay: options.maxDelay,
        // The library's default keeps a part of the wait fixed: after an outage callers would come in waves.
        generator: fullJitterGenerator,
      }),
    });
    this.#retry.onRetry(() => {
      this.#retries += 1;
    });
  }

  get stats(): ResilienceStats {
    return {
      breaker: states[this.#breaker.state],
      opened: this.#opened,
      retries: this.#retries,
      failures: this.#failures,
    };
  }

  /** Makes the call, again after a transient failure; fails at once while the breaker is open. */
  run<T>(call: () => Promise<T>): Promise<T> {
    const budget = new AbortController();
    let failedAt: number | undefined;
    return this.#retry.execute(async () => {
      try {
        return await this.#breaker.execute(call);
      } catch (error) {
        failedAt ??= performance.now();
        if (performance.now() - failedAt > this.#options.budget) budget.abort();
        throw error;
      }
    }, budget.signal);
  }
}

function speaksAgainstServer(error: unknown): boolean {
  const found = classOf(error);
  return found === 'transient' || found === 'unavailable';
}

function isWorthRetrying(error: unknown): boolean {
  if (error instanceof BrokenCircuitError || error instanceof OutcomeUnknownError) return false;
  return classOf(error) === 'transient';
}
