/** Somebody who waits for an answer, and may give up. */
export class Wait {
  readonly giveUp: () => void;
  /** Milliseconds of the clock that only goes forward. */
  due = 0;
  #controller: AbortController | undefined;
  #aborted = false;
  #reason: unknown;

  /** @param giveUp called when the time is up; must not throw */
  constructor(giveUp: () => void) {
    this.giveUp = giveUp;
  }

  /** Made for whoever asks for it, as few do. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#aborted) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  abort(reason?: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

/** Waits that all last equally long, so that whoever comes first is due first: one timer does for all. */
export class Deadlines {
  /** Milliseconds; 0: none. */
  readonly limit: number;
  /** In the order in which they are due. */
  readonly #open = new Set<Wait>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(wait: Wait): void {
    if (this.limit === 0) return;
    wait.due = performance.now() + this.limit;
    this.#open.add(wait);
    if (this.#timer === undefined) this.#arm(this.limit);
  }

  remove(wait: Wait): void {
    this.#open.delete(wait);
  }

  #arm(milliseconds: number): void {
    // Open connections keep the process alive as long as somebody waits.
    this.#timer = setTimeout(() => this.#look(), milliseconds).unref();
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const wait of this.#open) {
      if (wait.due > now) {
        this.#arm(Math.ceil(wait.due - now));
        return;
      }
      this.#open.delete(wait);
      wait.giveUp();
    }
  }
}
