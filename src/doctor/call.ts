import { permittedAddresses } from '../outbound/permitted-addresses.ts';
import type { Context } from './check.ts';

/** As the `fetch` of the platform. */
export type Call = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** Runs with a way to other servers, the one that the service has: with its limits, and no second try. */
export async function withCalls<T>(
  { config, patience, signal }: Pick<Context, 'config' | 'patience' | 'signal'>,
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const { OutboundClient } = await import('../outbound/client.ts');
  const client = new OutboundClient({
    permits: permittedAddresses(config.OUTBOUND_ALLOW_PRIVATE),
    timeouts: {
      connect: Math.min(config.OUTBOUND_CONNECT_TIMEOUT_MS, patience),
      headers: Math.min(config.OUTBOUND_HEADERS_TIMEOUT_MS, patience),
      body: Math.min(config.OUTBOUND_BODY_TIMEOUT_MS, patience),
      total: Math.min(config.OUTBOUND_TOTAL_TIMEOUT_MS, patience),
    },
  });
  try {
    return await work((url, init) => client.fetch(url, { ...init, signal }, { retries: 0 }));
  } finally {
    await client.close(0);
  }
}
