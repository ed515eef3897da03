/** More wait already than may. */
export class GateFull extends Error {
  override readonly name = 'GateFull';
}

/** Lets so many in at once; others wait, first come first served, up to a number. Who gives up waiting is out at once. */
export class Gate {
  readonly #places: number;
  readonly #mostWaiting: number;
  readonly #waiting = new Set<() => void>();
  #inside = 0;

  constructor(places: number, mostWaiting: number) {
    this.#places = places;
    this.#mostWaiting = mostWaiting;
  }

  get inside(): number {
    return this.#inside;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves inside; whoever gets there must `leave`. Rejects with the signal's reason, or with `GateFull`. */
  async enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#inside < this.#places) {
      this.#inside += 1;
      return;
    }
    if (this.#waiting.size >= this.#mostWaiting) throw new GateFull();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#waiting.delete(admit);
      reject(signal?.reason);
    };
    const admit = () => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    this.#waiting.add(admit);
    await promise;
  }

  /** Gives the place to whoever waits longest. */
  leave(): void {
    for (const admit of this.#waiting) {
      this.#waiting.delete(admit);
      admit();
      return;
    }
    this.#inside -= 1;
  }
}
