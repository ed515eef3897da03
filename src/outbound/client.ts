import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { Agent, type Dispatcher } from 'undici';
import { attempt } from './attempt.ts';
import { OutboundError } from './errors.ts';
import { guardedConnector } from './guarded-connect.ts';
import type { Host } from './host.ts';
import { type HostTimeouts, timeoutsFor } from './host-timeouts.ts';
import { Hosts } from './hosts.ts';
import {
  type BreakerState,
  type CallOptions,
  defaultBreaker,
  type OutboundListener,
  type OutboundOptions,
  type Timeouts,
} from './options.ts';
import { nextRequest } from './redirect.ts';
import { isIdempotent, type PreparedRequest, prepareRequest } from './request.ts';
import { RetryPlan } from './retry-plan.ts';

const mebibyte = 1024 * 1024;
const maxRedirects = 3;
const maxHeaderBytes = 16 * 1024;

/** A host as others see it. */
export interface HostState {
  readonly host: string;
  readonly state: BreakerState;
  readonly inFlight: number;
}

/** What bounds one call. */
interface Call {
  readonly options: CallOptions;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal;
  /** Whether the caller has. */
  readonly gaveUp: () => boolean;
  /** Milliseconds. */
  readonly remaining: () => number;
}

/**
 * Calls other servers: pooled connections, a limit to every wait, retries with a budget, a circuit breaker for
 * each host, and no way to private addresses. See docs/outbound.md.
 */
export class OutboundClient {
  readonly #agent: Dispatcher;
  readonly #hosts: Hosts;
  readonly #timeouts: Timeouts;
  readonly #hostTimeouts: HostTimeouts | undefined;
  readonly #listener: OutboundListener;
  readonly #ending = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: OutboundOptions) {
    const { timeouts, permits, resolve, listener = {}, breaker = defaultBreaker, maxInFlight = 64 } = options;
    this.#timeouts = timeouts;
    this.#hostTimeouts = options.hostTimeouts;
    this.#listener = listener;
    this.#hosts = new Hosts({ breaker, maxInFlight, listener });
    this.#agent = new Agent({
      connections: options.connections ?? 16,
      connect: guardedConnector({ permits, timeout: timeouts.connect, resolve }),
      maxHeaderSize: maxHeaderBytes,
      keepAliveTimeout: 10_000,
    });
  }

  /**
   * Calls as `fetch` does, and resolves with whatever the server answered. Takes text, bytes or a Blob as the
   * body; follows up to three redirects unless `init.redirect` says otherwise.
   * @throws OutboundError when there is no answer within `timeouts.total`
   */
  async fetch(url: string | URL, init: RequestInit = {}, options: CallOptions = {}): Promise<Response> {
    if (this.#closed) throw new OutboundError('closed', 'This process is shutting down');
    const request = prepareRequest(url, init);
    const usual = { ...this.#timeouts, ...options.usual };
    const ofHost = timeoutsFor(request.url.host, usual, this.#hostTimeouts);
    const timeouts = { ...ofHost, ...options.timeouts };
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new OutboundError('timeout', `${request.url.host} took over ${timeouts.total} ms`)),
      timeouts.total,
    );
    const end = performance.now() + timeouts.total;
    const given = init.signal ? [init.signal] : [];
    const signal = AbortSignal.any([late.signal, this.#ending.signal, ...given]);
    const gaveUp = () => init.signal?.aborted === true;
    const call: Call = { options, timeouts, signal, gaveUp, remaining: () => end - performance.now() };
    const running = this.#follow(request, init.redirect ?? 'follow', call);
    this.#running.add(running);
    try {
      return await orAborted(running, signal);
    } catch (error) {
      throw gaveUp() ? givenUp(request, error) : error;
    } finally {
      clearTimeout(timer);
      this.#running.delete(running);
    }
  }

  /** The hosts called so far. */
  hosts(): readonly HostState[] {
    return this.#hosts.all().map(({ name, state, inFlight }) => ({ host: name, state, inFlight }));
  }

  /** Takes no more calls; those under way have `patience` milliseconds to end, then they are cut off. */
  async close(patience: number): Promise<void> {
    this.#closed = true;
    const timer = setTimeout(
      () => this.#ending.abort(new OutboundError('closed', 'This process is shutting down')),
      patience,
    );
    await Promise.allSettled(this.#running);
    clearTimeout(timer);
    await this.#agent.destroy();
  }

  async #follow(first: PreparedRequest, redirect: string, call: Call): Promise<Response> {
    let request = first;
    for (let followed = 0; ; followed += 1) {
      const answer = await this.#send(request, call);
      const next = redirect === 'manual' ? undefined : nextRequest(request, answer);
      if (next === undefined) return answer;
      if (redirect === 'error' || followed === maxRedirects) {
        throw new OutboundError('redirect', `${request.url.host} redirects, which is not followed`);
      }
      await answer.body?.cancel();
      request = next;
    }
  }

  #send(request: PreparedRequest, call: Call): Promise<Response> {
    const host = this.#hosts.of(request.url);
    host.budget.deposit();
    return host.during(() => this.#attempts(request, host, call));
  }

  #attempts(request: PreparedRequest, host: Host, call: Call): Promise<Response> {
    const { options, timeouts, signal, gaveUp, remaining } = call;
    const told = { host: host.name };
    const plan = new RetryPlan({
      retries: options.retries ?? 3,
      repeatable: isIdempotent(request),
      budget: host.budget,
      remaining,
      onBudgetSpent: () => this.#listener.onBudgetSpent?.(told),
    });
    const policy = retry(
      handleWhen((error) => plan.afterError(error)).orWhenResult((answer) => plan.afterAnswer(answer)),
      // The plan knows when to stop.
      { maxAttempts: Number.POSITIVE_INFINITY, backoff: new DelegateBackoff(() => plan.delay) },
    );
    policy.onRetry((result) => {
      this.#listener.onRetry?.(told);
      if ('value' in result && result.value instanceof Response) void result.value.body?.cancel();
    });
    return policy.execute(() => {
      // The caller is gone, also when that was during the wait.
      signal.throwIfAborted();
      return host.run(() =>
        attempt(request, {
          dispatcher: this.#agent,
          headersTimeout: Math.min(timeouts.headers, Math.max(1, remaining())),
          bodyTimeout: timeouts.body,
          maxBytes: options.maxBytes ?? 8 * mebibyte,
          stream: options.stream ?? false,
          signal,
        }).catch((error: unknown) => {
          throw gaveUp() ? givenUp(request, error) : error;
        }),
      );
    });
  }
}

function givenUp({ url }: PreparedRequest, cause: unknown): OutboundError {
  return new OutboundError('aborted', `The call to ${url.host} was given up`, { cause });
}

/** The promise, or the signal's reason when that comes first: no wait of a library's holds a caller. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    // Whichever comes second is of no interest.
    promise.catch(() => undefined);
    aborted.catch(() => undefined);
  }
}
