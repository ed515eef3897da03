import type { Socket } from 'node:net';

/** Requests whose response has not ended, counted so that those of broken connections go too. */
export class ActiveRequests {
  readonly #perConnection = new WeakMap<Socket, { count: number }>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  begin(connection: Socket): void {
    this.#count += 1;
    const own = this.#perConnection.get(connection) ?? this.#watch(connection);
    own.count += 1;
  }

  end(connection: Socket): void {
    const own = this.#perConnection.get(connection);
    if (own === undefined || own.count === 0) return;
    own.count -= 1;
    this.#count -= 1;
  }

  // Once a connection rather than once a request: a listener costs more than all the counting.
  #watch(connection: Socket): { count: number } {
    const own = { count: 0 };
    this.#perConnection.set(connection, own);
    connection.once('close', () => {
      this.#count -= own.count;
      own.count = 0;
    });
    return own;
  }
}
