import type { OutboundClient } from '../outbound/client.ts';
import { readHostTimeouts } from '../outbound/host-timeouts.ts';
import type { CallOptions, OutboundListener } from '../outbound/options.ts';
import { permittedAddresses } from '../outbound/permitted-addresses.ts';

const tenMinutes = 10 * 60 * 1000;

/** Backups are large: they are sent and read as streams, and S3 answers once it has the whole. */
export const largeCalls: CallOptions = {
  stream: true,
  maxBytes: Number.POSITIVE_INFINITY,
  usual: { headers: tenMinutes, body: 60_000, total: tenMinutes },
};

/**
 * Calls S3, as all other servers are called, where the service's own client is not: in commands, and on other threads.
 * What it needs is loaded at the first call.
 */
export function s3Fetch(
  settings: {
    readonly OUTBOUND_ALLOW_PRIVATE: string;
    readonly OUTBOUND_CONNECT_TIMEOUT_MS: number;
    readonly OUTBOUND_HOST_TIMEOUTS: string;
  },
  listener: OutboundListener = {},
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  let loading: Promise<OutboundClient> | undefined;

  async function load(): Promise<OutboundClient> {
    const { OutboundClient } = await import('../outbound/client.ts');
    const connect = settings.OUTBOUND_CONNECT_TIMEOUT_MS;
    return new OutboundClient({
      permits: permittedAddresses(settings.OUTBOUND_ALLOW_PRIVATE),
      listener,
      hostTimeouts: readHostTimeouts(settings.OUTBOUND_HOST_TIMEOUTS),
      timeouts: { connect, headers: tenMinutes, body: tenMinutes, total: tenMinutes },
    });
  }

  return async (url, init) => {
    loading ??= load();
    return (await loading).fetch(url, init, largeCalls);
  };
}
