import type { KeyStore } from '../../access/key-store.ts';

/** How often uses are written, in milliseconds. */
const intervalMs = 60_000;

/** When keys were last used, written together now and then: no request waits for it. */
export class KeyUses {
  readonly #store: Pick<KeyStore, 'touch'>;
  readonly #timer: NodeJS.Timeout;
  #uses = new Map<string, number>();

  constructor(store: Pick<KeyStore, 'touch'>) {
    this.#store = store;
    this.#timer = setInterval(() => void this.write(), intervalMs).unref();
  }

  /** @param at milliseconds since 1970 */
  note(id: string, at: number): void {
    this.#uses.set(id, at);
  }

  /** Writes what was noted; what can't be written now is kept for the next time. */
  async write(): Promise<void> {
    const uses = this.#uses;
    if (uses.size === 0) return;
    this.#uses = new Map();
    try {
      await this.#store.touch(uses);
    } catch {
      this.#uses = new Map([...uses, ...this.#uses]);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }
}
