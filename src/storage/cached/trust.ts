/** How far what is remembered may be believed. */
export interface TrustStats {
  /** Whether changes are told of now. */
  readonly feed: 'listening' | 'lost';
  /** Times that the feed was lost. */
  readonly losses: number;
  /** Answers given that may be out of date, because the database gave none. */
  readonly staleReads: number;
}

/**
 * Whether answers are current: those asked for since changes are told of without a gap. In a gap others may
 * change anything.
 */
export class Trust {
  #time = 0;
  #listening = false;
  #currentSince = 0;
  #losses = 0;
  #staleReads = 0;
  #lostAt: number;
  #stale = false;
  readonly #now: () => number;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: () => number) {
    this.#now = now;
    this.#lostAt = now();
  }

  /** The next moment, as a number that only grows. */
  next(): number {
    this.#time += 1;
    return this.#time;
  }

  get listening(): boolean {
    return this.#listening;
  }

  isCurrent(askedAt: number): boolean {
    return this.#listening && askedAt > this.#currentSince;
  }

  becomes(state: 'listening' | 'lost'): void {
    this.#listening = state === 'listening';
    if (this.#listening) {
      this.#currentSince = this.next();
      this.#stale = false;
    } else {
      this.#losses += 1;
      this.#lostAt = this.#now();
    }
  }

  /** An answer was given that the database could not confirm. */
  gaveStale(): void {
    this.#staleReads += 1;
    this.#stale = true;
  }

  /** The database answered; without a gap in what is told of changes that ends what was stale. */
  answered(): void {
    if (this.#listening) this.#stale = false;
  }

  /** Seconds since which answers may be out of date; undefined when they are as good as ever. */
  get staleFor(): number | undefined {
    return this.#stale ? Math.ceil((this.#now() - this.#lostAt) / 1000) : undefined;
  }

  get stats(): TrustStats {
    return {
      feed: this.#listening ? 'listening' : 'lost',
      losses: this.#losses,
      staleReads: this.#staleReads,
    };
  }
}
