import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { OutboxDepth, Settlement } from '../../registry/outbox.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';

export interface WebhookMetrics {
  settled(endpoint: string, outcome: Settlement['outcome']): void;
}

const gauges: readonly (readonly [name: string, help: string, read: (depth: OutboxDepth) => number])[] = [
  ['schemagate_webhook_queue_length', 'Events that wait to be delivered.', ({ waiting }) => waiting],
  [
    'schemagate_webhook_oldest_age_seconds',
    'Age of the oldest event that waits.',
    ({ oldestAge }) => oldestAge / 1000,
  ],
  ['schemagate_webhook_dead_letters', 'Events that were given up.', ({ dead }) => dead],
];

const outcomes = ['delivered', 'failed', 'dead'] as const;

type Depth = () => Promise<readonly OutboxDepth[]>;

/** Measures what endpoints were told, and what they have yet to be told. */
export function webhookMetrics(
  endpoints: readonly Pick<Endpoint, 'name'>[],
  depth: Depth,
  registry: Registry,
): WebhookMetrics {
  const names = endpoints.map(({ name }) => name);
  const shared = askedOnce(depth);
  const attempts = new Counter({
    name: 'schemagate_webhook_attempts_total',
    help: 'Attempts to tell an endpoint of an event, by what became of the event: failed ones are tried again.',
    labelNames: ['endpoint', 'outcome'],
    registers: [registry],
  });
  for (const endpoint of names) for (const outcome of outcomes) attempts.inc({ endpoint, outcome }, 0);
  for (const [name, help, read] of gauges)
    registry.registerMetric(gauge({ name, help, read, names }, shared));
  return {
    settled: (endpoint, outcome) => attempts.inc({ endpoint, outcome }),
  };
}

interface NamedRead {
  readonly name: string;
  readonly help: string;
  readonly read: (depth: OutboxDepth) => number;
  /** Endpoints that are shown though nothing is known of them. */
  readonly names: readonly string[];
}

function gauge({ name, help, read, names }: NamedRead, depth: Depth): Gauge<'endpoint'> {
  return new Gauge({
    name,
    help,
    labelNames: ['endpoint'],
    registers: [],
    async collect() {
      const known = await depth().catch(() => undefined);
      // Nothing rather than what was.
      this.reset();
      if (known === undefined) return;
      for (const endpoint of names) this.set({ endpoint }, 0);
      for (const each of known) this.set({ endpoint: each.endpoint }, read(each));
    },
  });
}

/** Those who ask at the same time share an answer. */
function askedOnce(depth: Depth): Depth {
  let asking: Promise<readonly OutboxDepth[]> | undefined;
  return () => {
    asking ??= depth().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}
