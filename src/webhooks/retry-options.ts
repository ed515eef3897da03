export interface RetryOptions {
  /** Attempts after which a delivery is given up. */
  readonly maxAttempts: number;
  /** Upper bound of the first wait, in milliseconds; each later one is twice as long, up to `maxDelay`. */
  readonly firstDelay: number;
  readonly maxDelay: number;
}

/** Five seconds, doubled up to an hour: sixteen attempts take three hours on average, and six at most. */
export const defaultRetry: RetryOptions = { maxAttempts: 16, firstDelay: 5000, maxDelay: 3_600_000 };
