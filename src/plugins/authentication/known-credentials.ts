import { LRUCache } from 'lru-cache';
import type { Principal } from '../../access/principal.ts';
import type { Proof } from '../../access/proof.ts';

export interface KnownCredentialsOptions {
  /** Whom a credential is of, undefined when it is not good; rejects when that can't be found out. */
  readonly verify: (text: string, now: number) => Promise<Proof | undefined>;
  /** How long a credential that was good is not asked for again, in milliseconds. */
  readonly trustMs: number;
  /** How long it stays good while it can't be asked for, in milliseconds. */
  readonly outageMs: number;
  /** Characters of all credentials remembered; the least used are forgotten first. */
  readonly maxCharacters: number;
}

interface Known {
  readonly proof: Proof;
  readonly verifiedAt: number;
  /** Until when it needs no question, in milliseconds since 1970. */
  freshUntil: number;
}

/** How long the store is left alone after it could not be asked, in milliseconds. */
const pauseMs = 1000;

/**
 * Credentials that were found good, by the text that clients send again with each request. Looking one up takes
 * no comparison of ours, whose time could tell a part of a secret: it goes by a hash of the whole text, with a seed
 * of the process.
 */
export class KnownCredentials {
  readonly #options: KnownCredentialsOptions;
  readonly #known: LRUCache<string, Known>;
  #asking = new Map<string, Promise<Principal | undefined>>();

  constructor(options: KnownCredentialsOptions) {
    this.#options = options;
    this.#known = new LRUCache({
      maxSize: options.maxCharacters,
      sizeCalculation: (_known, text) => text.length,
    });
  }

  /** Whose it is, when that is known and needs no question. `now` in milliseconds since 1970. */
  find(text: string, now: number): Principal | undefined {
    const known = this.#known.get(text);
    return known !== undefined && now < known.freshUntil ? known.proof.principal : undefined;
  }

  /** Whether it was good once. */
  has(text: string): boolean {
    return this.#known.has(text);
  }

  /** Whose it is, asked once for all who ask at the same time; undefined when it is not good. */
  check(text: string, now: number): Promise<Principal | undefined> {
    const underWay = this.#asking.get(text);
    if (underWay !== undefined) return underWay;
    const asking = this.#asking;
    const answer = this.#ask(text, now).finally(() => asking.delete(text));
    asking.set(text, answer);
    return answer;
  }

  /** Asks for every credential anew, also for those being asked for now. */
  forget(): void {
    this.#known.clear();
    this.#asking = new Map();
  }

  async #ask(text: string, now: number): Promise<Principal | undefined> {
    const { verify, trustMs, outageMs } = this.#options;
    const asking = this.#asking;
    const known = this.#known.get(text);
    try {
      const proof = await verify(text, now);
      if (proof === undefined) this.#known.delete(text);
      else if (this.#asking === asking) {
        const freshUntil = Math.min(now + trustMs, proof.until);
        this.#known.set(text, { proof, verifiedAt: now, freshUntil });
      }
      return proof?.principal;
    } catch (error) {
      if (known === undefined || now >= Math.min(known.verifiedAt + outageMs, known.proof.until)) throw error;
      known.freshUntil = Math.min(now + pauseMs, known.proof.until);
      return known.proof.principal;
    }
  }
}
