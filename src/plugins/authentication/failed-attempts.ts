import { FixedWindows } from '../rate-limit/fixed-windows.ts';

export interface FailedAttemptsOptions {
  /** Failures per window, of one address and on one key; 0: not counted. */
  readonly max: number;
  readonly windowMs: number;
}

/** Addresses, and keys, that are remembered. */
const mostRemembered = 10_000;

/** Counts failed authentications by client address and by key. Times in milliseconds since 1970. */
export class FailedAttempts {
  readonly #max: number;
  readonly #addresses: FixedWindows;
  readonly #keys: FixedWindows;

  constructor({ max, windowMs }: FailedAttemptsOptions) {
    this.#max = max === 0 ? Infinity : max;
    this.#addresses = new FixedWindows(windowMs, mostRemembered);
    this.#keys = new FixedWindows(windowMs, mostRemembered);
  }

  /** How long the address may not try any more, in milliseconds; 0: it may. */
  waitMs(address: string, now: number): number {
    return this.#waitIn(this.#addresses, address, now, this.#max);
  }

  /**
   * Counts one. Answers how long there will be no other answer than to wait, in milliseconds; 0 below the limits.
   * Failures on a key bar nobody who has its secret, so that whoever knows an id can't lock its holder out.
   */
  add(address: string, keyId: string | undefined, now: number): number {
    this.#addresses.at(address, now).count += 1;
    if (keyId !== undefined) this.#keys.at(keyId, now).count += 1;
    return Math.max(
      this.#waitIn(this.#addresses, address, now, this.#max + 1),
      keyId === undefined ? 0 : this.#waitIn(this.#keys, keyId, now, this.#max + 1),
    );
  }

  /** Whether the failure just counted is the last one of this address that gets an answer. */
  isLast(address: string, now: number): boolean {
    return this.#addresses.at(address, now).count === this.#max;
  }

  #waitIn(windows: FixedWindows, key: string, now: number, limit: number): number {
    const window = windows.at(key, now);
    return window.count >= limit ? windows.remainingMs(window, now) : 0;
  }
}
