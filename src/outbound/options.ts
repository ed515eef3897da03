import type { OutboundFault } from './errors.ts';
import type { Resolve } from './guarded-connect.ts';
import type { Permits } from './permitted-addresses.ts';

/** Times in milliseconds. */
export interface Timeouts {
  /** For a connection to be made, its name looked up included. */
  readonly connect: number;
  /** From the request sent to the answer's headers. */
  readonly headers: number;
  /** Between two pieces of the answer's body. */
  readonly body: number;
  /** For the whole call: all attempts, waits, redirects, and the body unless it is streamed. */
  readonly total: number;
}

export interface OutboundOptions {
  /** The addresses that may be called; those of the public internet, see `permittedAddresses`. */
  readonly permits: Permits;
  readonly timeouts: Timeouts;
  /** Milliseconds that a whole call to a host may take, see `readHostTimeouts`. */
  readonly hostTimeouts?: ReadonlyMap<string, number>;
  /** Connections to one host at once. */
  readonly connections?: number;
  /** Calls to one host at once; more are refused. */
  readonly maxInFlight?: number;
  readonly breaker?: BreakerOptions;
  readonly listener?: OutboundListener;
  readonly resolve?: Resolve;
}

export interface BreakerOptions {
  /** The share of failures among the last attempts above which it opens. */
  readonly threshold: number;
  /** How many attempts are looked at. */
  readonly size: number;
  /** How many there must be before it opens. */
  readonly minimum: number;
  /** How long it stays open at first, and at most, before one call may try, in milliseconds. */
  readonly firstPause: number;
  readonly maxPause: number;
}

export const defaultTimeouts: Timeouts = { connect: 3000, headers: 5000, body: 5000, total: 15_000 };

export const defaultBreaker: BreakerOptions = {
  threshold: 0.6,
  size: 20,
  minimum: 8,
  firstPause: 1000,
  maxPause: 30_000,
};

/** What one call may differ in. */
export interface CallOptions {
  /** Instead of the general limits, where the host has no time of its own. */
  readonly usual?: Partial<Timeouts>;
  /** Whatever the host's. */
  readonly timeouts?: Partial<Timeouts>;
  /** Attempts after the first. Default 3. */
  readonly retries?: number;
  /** Largest body of an answer, in bytes. Default 8 MiB. */
  readonly maxBytes?: number;
  /** Resolves at the answer's headers; its body comes as the caller reads, and is not part of `total`. */
  readonly stream?: boolean;
}

export type BreakerState = 'closed' | 'open' | 'half-open';

/** How one attempt ended. */
export type AttemptOutcome = 'success' | 'client-error' | 'server-error' | OutboundFault;

/** Told of what happens; nothing may throw. `host` is a name, of which there are few. */
export interface OutboundListener {
  onAttempt?(attempt: {
    readonly host: string;
    readonly outcome: AttemptOutcome;
    readonly seconds: number;
  }): void;
  onRetry?(retry: { readonly host: string }): void;
  /** A retry was not made because too many were. */
  onBudgetSpent?(retry: { readonly host: string }): void;
  onBreaker?(change: { readonly host: string; readonly state: BreakerState }): void;
}
