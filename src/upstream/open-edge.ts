import type { Store } from '../registry/store.ts';
import { Answers } from './answers.ts';
import { EdgeStore } from './edge-store.ts';
import { KeptAnswers } from './kept-answers.ts';

/** Calls another server, as `fetch` does; `timeouts.total` in milliseconds. */
export type CallUpstream = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>> },
  options: { readonly retries?: number; readonly timeouts?: { readonly total: number } },
) => Promise<Response>;

export interface EdgeOptions {
  readonly local: Store;
  readonly call: CallUpstream;
  /** Of the upstream registry. */
  readonly url: string;
  /** Header `Authorization`; empty: none. */
  readonly authorization: string;
  /** Milliseconds. */
  readonly ttl: number;
  readonly now: () => number;
  readonly onState: (state: 'away' | 'back', error?: unknown) => void;
  /** Told every `ttl` that what was made of mutable answers may be out of date; must not throw. */
  readonly onForget: () => void;
}

/** A setting is wrong. The message is one sentence for the operator. */
export class UpstreamUrlError extends Error {
  override readonly name = 'UpstreamUrlError';
}

/** With an older answer at hand nobody waits longer than this, in milliseconds. */
const spareMs = 1000;

/** @throws UpstreamUrlError */
export function assertUpstreamUrl(url: string): void {
  const { protocol, username, password } = URL.canParse(url) ? new URL(url) : new URL('none:');
  if (/^https?:$/.test(protocol) && username === '' && password === '') return;
  throw new UpstreamUrlError('UPSTREAM_URL is not an http or https URL without credentials');
}

/** The store of a node at the edge of the registry at `url`. */
export function openEdge(options: EdgeOptions): EdgeStore {
  const { local, call, authorization, ttl, now, onState, onForget } = options;
  const base = options.url.replace(/\/+$/, '');
  const headers = {
    accept: 'application/vnd.schemaregistry.v1+json, application/json',
    'confluent-accept-unknown-properties': 'true',
    ...(authorization !== '' && { authorization }),
  };
  const answers = new Answers({
    ask: (path, spare) =>
      call(`${base}${path}`, { headers }, spare ? { retries: 0, timeouts: { total: spareMs } } : {}),
    kept: new KeptAnswers(local),
    ttl,
    now,
    onState,
  });
  const forgetting = setInterval(onForget, ttl);
  forgetting.unref();
  return new EdgeStore({ answers, local, onClose: () => clearInterval(forgetting) });
}
