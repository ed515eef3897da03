import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { HostState, OutboundClient } from '../outbound/client.ts';
import { longestCall, readHostTimeouts } from '../outbound/host-timeouts.ts';
import type { OutboundListener, OutboundOptions } from '../outbound/options.ts';
import { permittedAddresses } from '../outbound/permitted-addresses.ts';
import { outboundMetrics } from './outbound/outbound-metrics.ts';
import { noTracing, type Tracing } from './tracing/tracing.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** All that leaves the process goes through this. */
    readonly outbound: Pick<OutboundClient, 'fetch' | 'hosts'> & {
      /** Milliseconds that a call may take, whatever the host. */
      readonly longestCall: number;
      /** Shows the calls of work on another thread, which tells the listener of them, as long as it lasts. */
      elsewhere<T>(work: (listener: OutboundListener) => Promise<T>): Promise<T>;
    };
  }
}

export interface OutboundPluginOptions extends Pick<OutboundOptions, 'timeouts' | 'breaker' | 'resolve'> {
  /** Private networks that may be called, separated by commas. */
  readonly allowPrivate: string;
  /** Hosts with times of their own, see `readHostTimeouts`. */
  readonly hostTimeouts?: string;
  /** How long calls under way may take when the service ends, in milliseconds. */
  readonly patience: number;
  /** Makes calls tell how long they took. */
  readonly tracing?: Pick<Tracing, 'fetch' | 'traceId'>;
}

const plugin: FastifyPluginAsync<OutboundPluginOptions> = async (
  app,
  { allowPrivate, hostTimeouts: ownTimeouts = '', patience, tracing = noTracing, ...options },
) => {
  const permits = permittedAddresses(allowPrivate);
  const hostTimeouts = readHostTimeouts(ownTimeouts);
  let client: OutboundClient | undefined;
  let loading: Promise<OutboundClient> | undefined;
  const others = new Set<Map<string, HostState>>();
  const hosts = () => [
    ...(client?.hosts() ?? []),
    ...Array.from(others).flatMap((states) => Array.from(states.values())),
  ];
  const measured = outboundMetrics(hosts, app.metricsRegistry, tracing.traceId);
  const listener: OutboundListener = {
    ...measured,
    onBreaker(change) {
      measured.onBreaker?.(change);
      app.log[change.state === 'open' ? 'warn' : 'info'](change, `outbound: circuit breaker ${change.state}`);
    },
  };

  // Loaded when first called: most services call nobody, and its libraries take time and memory.
  async function load(): Promise<OutboundClient> {
    const { OutboundClient } = await import('../outbound/client.ts');
    client = new OutboundClient({ ...options, hostTimeouts, permits, listener });
    return client;
  }

  app.decorate('outbound', {
    fetch: tracing.fetch(async (...call) => {
      loading ??= load();
      return (await loading).fetch(...call);
    }),
    hosts,
    async elsewhere(work) {
      const states = new Map<string, HostState>();
      others.add(states);
      try {
        return await work({
          ...listener,
          onBreaker(change) {
            states.set(change.host, { ...change, inFlight: 0 });
            listener.onBreaker?.(change);
          },
        });
      } finally {
        others.delete(states);
      }
    },
    longestCall: longestCall(options.timeouts.total, hostTimeouts),
  });
  app.addHook('onClose', async () => (await loading)?.close(patience));
};

/** Calls to other servers: see src/outbound. Closes after all that may call. */
export const outbound = fastifyPlugin(plugin, { name: 'outbound', dependencies: ['metrics'] });
