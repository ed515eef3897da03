/**
 * Bounds retries to a share of the calls, as a bucket of tokens: a call puts `share` in, a retry takes one
 * out. When everything fails, a host then gets little more than the calls themselves. A full bucket at the
 * start lets a seldom called host have retries too.
 */
export class RetryBudget {
  readonly #share: number;
  readonly #most: number;
  #tokens: number;

  constructor({ share, most }: { readonly share: number; readonly most: number }) {
    this.#share = share;
    this.#most = most;
    this.#tokens = most;
  }

  /** A call is made. */
  deposit(): void {
    this.#tokens = Math.min(this.#most, this.#tokens + this.#share);
  }

  /** False when no retry may be made now. */
  withdraw(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
