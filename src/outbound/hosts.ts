import { Host, type HostOptions } from './host.ts';

/** Hosts that have a name of their own in what is told; the rest share one. */
const namedHosts = 32;

/** Hosts that are remembered. */
const mostHosts = 256;

/** The hosts called so far: a bounded number, since redirects may lead anywhere. */
export class Hosts {
  readonly #options: Omit<HostOptions, 'address' | 'name'>;
  readonly #byOrigin = new Map<string, Host>();
  readonly #names = new Set<string>();

  constructor(options: Omit<HostOptions, 'address' | 'name'>) {
    this.#options = options;
  }

  of({ origin, host: address }: URL): Host {
    const known = this.#byOrigin.get(origin);
    if (known) return known;
    if (this.#byOrigin.size >= mostHosts) this.#forgetOne();
    if (this.#names.size < namedHosts) this.#names.add(address);
    const name = this.#names.has(address) ? address : 'other';
    const host = new Host({ ...this.#options, address, name });
    this.#byOrigin.set(origin, host);
    return host;
  }

  all(): readonly Host[] {
    return [...this.#byOrigin.values()];
  }

  /** The oldest of which nothing is under way. */
  #forgetOne(): void {
    for (const [origin, host] of this.#byOrigin) {
      if (host.inFlight > 0) continue;
      this.#byOrigin.delete(origin);
      return;
    }
  }
}
