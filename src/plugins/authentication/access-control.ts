type State = 'undecided' | 'on' | 'off';

/**
 * Whether requests need a credential. It may take the key store to decide that; until then it is on. It may
 * go on at any time, when the first key is made, and never goes off again.
 */
export class AccessControl {
  /** Resolves when it is decided. */
  readonly decided: Promise<void>;
  readonly #decide: () => void;
  readonly #listeners: (() => void)[] = [];
  #state: State = 'undecided';

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.decided = promise;
    this.#decide = resolve;
  }

  /** True also while it is not decided. */
  get on(): boolean {
    return this.#state !== 'off';
  }

  get undecided(): boolean {
    return this.#state === 'undecided';
  }

  turnOn(): void {
    const before = this.#state;
    this.#state = 'on';
    this.#decide();
    if (before === 'off') for (const listener of this.#listeners) listener();
  }

  /** Requests need no credential, for now: only while nothing else was decided. */
  leaveOff(): void {
    if (this.#state === 'undecided') this.#state = 'off';
    this.#decide();
  }

  /** Tells when it goes on after it was off; `listener` must not throw. */
  onSwitch(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
