import { fullJitterGenerator } from 'cockatiel';
import { OutboundError } from './errors.ts';
import { retryAfterMs } from './retry-after.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface RetryPlanOptions {
  /** Attempts after the first. */
  readonly retries: number;
  /** That the request may be sent again although it may have been carried out. */
  readonly repeatable: boolean;
  readonly budget: RetryBudget;
  /** Milliseconds left for the whole call. */
  readonly remaining: () => number;
  readonly onBudgetSpent: () => void;
}

/** Milliseconds. The wait before a retry is random, up to a bound that begins here and doubles. */
const backoff = { initialDelay: 100, maxDelay: 5000, exponent: 2, generator: fullJitterGenerator };

const transientStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** Decides after each attempt of one call whether there is another, and when. */
export class RetryPlan {
  readonly #options: RetryPlanOptions;
  #made = 0;
  #state: number | undefined;
  /** The wait before the next attempt, in milliseconds. */
  delay = 0;

  constructor(options: RetryPlanOptions) {
    this.#options = options;
  }

  afterError(error: unknown): boolean {
    const { repeatable } = this.#options;
    if (!(error instanceof OutboundError)) return false;
    const { fault } = error;
    const transient = fault === 'connect' || (repeatable && (fault === 'timeout' || fault === 'network'));
    return transient && this.#again(undefined);
  }

  afterAnswer(answer: unknown): boolean {
    if (!(answer instanceof Response) || !transientStatuses.has(answer.status)) return false;
    // Too many requests: this one was not carried out.
    if (!this.#options.repeatable && answer.status !== 429) return false;
    return this.#again(retryAfterMs(answer.headers.get('retry-after'), Date.now()));
  }

  /** `asked`: what the server asked to wait. A wait that takes the rest of the call's time is none. */
  #again(asked: number | undefined): boolean {
    if (this.#made >= this.#options.retries) return false;
    const [jittered, next] = fullJitterGenerator(this.#state, backoff);
    const delay = Math.max(jittered, asked ?? 0);
    if (delay >= this.#options.remaining()) return false;
    if (!this.#options.budget.withdraw()) {
      this.#options.onBudgetSpent();
      return false;
    }
    this.#state = next;
    this.#made += 1;
    this.delay = delay;
    return true;
  }
}
