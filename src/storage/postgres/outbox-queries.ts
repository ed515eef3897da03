import type { OutboxChange, Settlement } from '../../registry/outbox.ts';
import { scopeKey } from './scope-key.ts';
import type { Query, Statement } from './statement.ts';
import { bind } from './statement.ts';

/** Of the database: replicas need not agree on the time. */
export const nowMs = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

const add: Statement = {
  name: 'add-deliveries',
  text: `INSERT INTO schemagate.webhook_deliveries (endpoint, lane, event, schema_id, created_at, due_at)
    SELECT d.endpoint, d.lane, d.event,
      (SELECT s.id FROM schemagate.schemas AS s WHERE s.guid = d.guid AND s.type = d.type), ${nowMs}, ${nowMs}
    FROM unnest($1::text[], $2::bytea[], $3::text[], $4::text[], $5::text[])
      WITH ORDINALITY AS d (endpoint, lane, event, guid, type, position)
    ORDER BY d.position`,
};

const delivered: Statement = {
  name: 'delivered',
  text: 'DELETE FROM schemagate.webhook_deliveries WHERE id = ANY($1::bigint[])',
};

const failed: Statement = {
  name: 'failed-deliveries',
  text: `UPDATE schemagate.webhook_deliveries AS d
    SET attempts = d.attempts + 1, error = f.error,
      due_at = ${nowMs} + coalesce(f.retry_in, 0), dead_at = CASE WHEN f.retry_in IS NULL THEN ${nowMs} END
    FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS f (id, retry_in, error)
    WHERE d.id = f.id AND d.dead_at IS NULL`,
};

const replayed: Statement = {
  name: 'replayed-deliveries',
  text: `UPDATE schemagate.webhook_deliveries
    SET attempts = 0, dead_at = NULL, error = NULL, due_at = ${nowMs}
    WHERE id = ANY($1::bigint[]) AND dead_at IS NOT NULL`,
};

/** What brings the changes of the outbox into the database, after the schemas that they tell of. */
export function outboxQueries(changes: readonly OutboxChange[]): readonly Query[] {
  const added = changes.flatMap((change) => change.add ?? []);
  const settled = changes.flatMap((change) => change.settle ?? []);
  const queries: Query[] = [];
  if (added.length > 0) {
    queries.push(
      bind(
        add,
        added.map(({ endpoint }) => endpoint),
        added.map(({ scope }) => scopeKey(scope)),
        added.map(({ event }) => event),
        added.map(({ schema }) => schema?.guid ?? null),
        added.map(({ schema }) => schema?.schemaType ?? null),
      ),
    );
  }
  return settled.length > 0 ? [...queries, ...settleQueries(settled)] : queries;
}

function settleQueries(settled: readonly Settlement[]): readonly Query[] {
  const idsOf = (outcome: Settlement['outcome']) =>
    settled.filter((each) => each.outcome === outcome).map(({ id }) => id);
  const failures = settled.filter((each) => each.outcome === 'failed' || each.outcome === 'dead');
  const ids = failures.map(({ id }) => id);
  const waits = failures.map((each) => (each.outcome === 'failed' ? Math.round(each.retryIn) : null));
  const errors = failures.map(({ error }) => error);
  return [
    bind(delivered, idsOf('delivered')),
    bind(failed, ids, waits, errors),
    bind(replayed, idsOf('replayed')),
  ].filter(({ values: [first] }) => Array.isArray(first) && first.length > 0);
}
