/** What one key has used of its window. */
export interface Window {
  /** Milliseconds since 1970. */
  startedAt: number;
  count: number;
}

/**
 * Counts requests per key in windows of fixed length, which begin with a key's first request.
 * Holds a bounded number of keys; beyond it the one whose window is oldest is forgotten.
 */
export class FixedWindows {
  readonly #windows = new Map<string, Window>();
  readonly #lengthMs: number;
  readonly #maxKeys: number;

  constructor(lengthMs: number, maxKeys: number) {
    this.#lengthMs = lengthMs;
    this.#maxKeys = maxKeys;
  }

  get size(): number {
    return this.#windows.size;
  }

  /** The window of a key at a time; a new one when it had none or its last is over. */
  at(key: string, now: number): Window {
    const known = this.#windows.get(key);
    if (known !== undefined && known.startedAt + this.#lengthMs > now) return known;
    // Insertion order is then the order of age.
    if (known !== undefined) this.#windows.delete(key);
    else if (this.#windows.size >= this.#maxKeys) this.#forgetOldest();
    const fresh = { startedAt: now, count: 0 };
    this.#windows.set(key, fresh);
    return fresh;
  }

  /** Milliseconds until a window ends. */
  remainingMs(window: Window, now: number): number {
    return this.#lengthMs - (now - window.startedAt);
  }

  #forgetOldest(): void {
    for (const key of this.#windows.keys()) {
      this.#windows.delete(key);
      return;
    }
  }
}
