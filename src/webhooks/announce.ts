import { randomUUID } from 'node:crypto';
import type { NewDelivery } from '../registry/outbox.ts';
import type { Change } from '../registry/store.ts';
import { cloudEvent } from './cloud-event.ts';
import type { Endpoint } from './endpoint.ts';
import { eventsOf, type SchemaEvent } from './events-of-change.ts';

export interface AnnounceOptions {
  readonly endpoints: readonly Endpoint[];
  /** Names the registry to receivers. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The change, with what the endpoints are to be told of it. */
export function announced(change: Change, { endpoints, source, now }: AnnounceOptions): Change {
  const add = eventsOf(change).flatMap((event): NewDelivery[] => {
    const concerned = endpoints.filter((endpoint) => concerns(endpoint, event));
    if (concerned.length === 0) return [];
    const text = JSON.stringify(cloudEvent(event, { source, id: randomUUID(), time: now() }));
    const { scope, schema } = event;
    return concerned.map(({ name: endpoint }) => ({ endpoint, scope, event: text, schema }));
  });
  return add.length === 0 ? change : { ...change, outbox: { ...change.outbox, add } };
}

function concerns({ events, subjects }: Endpoint, { name, scope }: SchemaEvent): boolean {
  if (!events.has(name)) return false;
  return scope.kind === 'global' ? subjects === '' : scope.subject.startsWith(subjects);
}
