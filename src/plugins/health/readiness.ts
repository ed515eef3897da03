/** Why a service does not take requests now. */
export type Unready = 'starting' | 'stopping' | 'store-unavailable';

/** Whether the service takes requests: it has opened its store and is not shutting down. */
export class Readiness {
  #opened = false;
  #stopping = false;
  readonly #stopped = Promise.withResolvers<void>();

  /** The service is ready once all it needs has come up, and never if that fails. */
  openWhen(started: Promise<unknown>): void {
    started.then(
      () => {
        this.#opened = true;
      },
      () => undefined,
    );
  }

  /** Shutdown begins; there is no way back. */
  stop(): void {
    this.#stopping = true;
    this.#stopped.resolve();
  }

  /** Resolves when shutdown begins, which may be before the start is over: nothing is to be waited for any more. */
  get stopped(): Promise<void> {
    return this.#stopped.promise;
  }

  /** The reason against it that lies in the service's own life; undefined when there is none. */
  get obstacle(): 'starting' | 'stopping' | undefined {
    if (this.#stopping) return 'stopping';
    return this.#opened ? undefined : 'starting';
  }
}
