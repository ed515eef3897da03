import { Socket } from 'node:net';

/**
 * A socket that sends together what is written in one go, from the first `cork` on. The driver corks
 * it for each statement alone, so that a transaction of eight statements sent at once would be eight calls of the system,
 * and wake the server as often.
 */
export class GatheringSocket extends Socket {
  #gathering = false;

  override cork(): void {
    super.cork();
    if (this.#gathering) return;
    this.#gathering = true;
    super.cork();
    queueMicrotask(() => {
      this.#gathering = false;
      super.uncork();
    });
  }
}
