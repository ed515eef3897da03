import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { OutboundError } from './errors.ts';
import type { Permits } from './permitted-addresses.ts';

export interface GuardedConnectOptions {
  readonly permits: Permits;
  /** For a connection to be made, its name looked up included, in milliseconds. */
  readonly timeout: number;
  /** Looks names up; the system's way unless given. */
  readonly resolve?: Resolve | undefined;
}

/** Gives all addresses of a host to the callback. */
export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

/**
 * Makes connections to permitted addresses alone. The address is judged when the connection is made, and is
 * the one connected to: a name that resolves to something else the second time gains nothing.
 */
export function guardedConnector({
  permits,
  timeout,
  resolve = (hostname, callback) => lookup(hostname, { all: true }, callback),
}: GuardedConnectOptions): buildConnector.connector {
  const connect = buildConnector({
    timeout,
    allowH2: false,
    ...every,
    lookup: guardedLookup(permits, resolve),
  });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // Node looks no address up.
    if (isIP(host) !== 0 && !permits(host)) callback(forbidden(host), null);
    else connect(options, callback);
  };
}

// Tries one address after the other, and so asks the lookup for all.
const every = { autoSelectFamily: true };

function guardedLookup(permits: Permits, resolve: Resolve): LookupFunction {
  return (hostname, _options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const permitted = addresses.filter(({ address }) => permits(address));
      if (permitted.length === 0) callback(forbidden(hostname), '', 0);
      else callback(null, permitted);
    });
  };
}

function forbidden(host: string): OutboundError {
  return new OutboundError(
    'forbidden',
    `${host} is a private address, or resolves to none but such; see OUTBOUND_ALLOW_PRIVATE`,
  );
}
