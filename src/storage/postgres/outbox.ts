import type { DeadLetter, Delivery, Outbox, OutboxDepth } from '../../registry/outbox.ts';
import type { SchemaId } from '../../registry/schema.ts';
import { nowMs } from './outbox-queries.ts';
import { bind, type RunQuery, type Statement } from './statement.ts';

/** How many of the oldest deliveries are looked through for some that are due. */
const window = 1000;

/**
 * Takes the oldest of each lane, unless another replica is taking it at this moment, or has: then it is due
 * later. Ids grow within a lane as its changes are committed, since a change locks its scope first.
 */
const claim: Statement = {
  name: 'claim-deliveries',
  text: `WITH oldest AS MATERIALIZED (
      SELECT id, lane FROM schemagate.webhook_deliveries
      WHERE endpoint = $1 AND dead_at IS NULL ORDER BY id LIMIT ${window}
    ), heads AS MATERIALIZED (
      SELECT min(id) AS id FROM oldest GROUP BY lane
    ), taken AS MATERIALIZED (
      SELECT d.id FROM schemagate.webhook_deliveries AS d JOIN heads AS h ON h.id = d.id
      WHERE d.due_at <= ${nowMs} AND d.dead_at IS NULL
      ORDER BY d.id LIMIT $2 FOR UPDATE OF d SKIP LOCKED
    ), claimed AS (
      UPDATE schemagate.webhook_deliveries AS d SET due_at = ${nowMs} + $3
      FROM taken AS t WHERE d.id = t.id
      RETURNING d.id, d.endpoint, d.event, d.schema_id, d.attempts
    )
    SELECT * FROM claimed ORDER BY id`,
};

const depth: Statement = {
  name: 'outbox-depth',
  text: `SELECT endpoint, count(*) FILTER (WHERE dead_at IS NULL) AS waiting, count(dead_at) AS dead,
      coalesce(greatest(0, ${nowMs} - min(created_at) FILTER (WHERE dead_at IS NULL)), 0) AS age
    FROM schemagate.webhook_deliveries GROUP BY endpoint ORDER BY endpoint`,
};

const dead: Statement = {
  name: 'dead-letters',
  text: `SELECT id, endpoint, event, schema_id, attempts, dead_at, error FROM schemagate.webhook_deliveries
    WHERE dead_at IS NOT NULL AND id > $1 ORDER BY id LIMIT $2`,
};

interface Row {
  readonly id: number;
  readonly endpoint: string;
  readonly event: string;
  readonly schema_id: number | null;
  readonly attempts: number;
}

interface DeadRow extends Row {
  readonly dead_at: number;
  readonly error: string;
}

interface DepthRow {
  readonly endpoint: string;
  readonly waiting: number;
  readonly dead: number;
  readonly age: number;
}

/** The outbox that replicas share. */
export class PostgresOutbox implements Outbox {
  readonly #run: RunQuery;

  constructor(run: RunQuery) {
    this.#run = run;
  }

  async claim(endpoint: string, limit: number, lease: number): Promise<readonly Delivery[]> {
    return (await this.#run<Row>(bind(claim, endpoint, limit, lease))).map(deliveryOf);
  }

  async depth(): Promise<readonly OutboxDepth[]> {
    const rows = await this.#run<DepthRow>(bind(depth));
    return rows.map(({ endpoint, waiting, dead, age }) => ({ endpoint, waiting, dead, oldestAge: age }));
  }

  async deadLetters(after: number, limit: number): Promise<readonly DeadLetter[]> {
    const rows = await this.#run<DeadRow>(bind(dead, after, limit));
    return rows.map(deadLetterOf);
  }
}

function deadLetterOf(row: DeadRow): DeadLetter {
  return { ...deliveryOf(row), deadAt: row.dead_at, error: row.error };
}

function deliveryOf({ id, endpoint, event, schema_id: schemaId, attempts }: Row): Delivery {
  return { id, endpoint, event, attempts, schemaId: schemaId === null ? undefined : (schemaId as SchemaId) };
}
