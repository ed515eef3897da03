import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { OutboxChange, Settlement } from '../../registry/outbox.ts';
import { laneKey } from './outbox.ts';

/** Every call runs in the caller's transaction, after the change's other writes. */
export type OutboxWrites = (change: OutboxChange) => void;

const addSql = `INSERT INTO webhook_deliveries (endpoint, lane, event, schema_id, created_at, due_at)
  VALUES (?1, ?2, ?3, (SELECT id FROM schemas WHERE guid = ?4 AND type = ?5), ?6, ?6)`;
const deliveredSql = 'DELETE FROM webhook_deliveries WHERE id = ?';
const failedSql = `UPDATE webhook_deliveries SET attempts = attempts + 1, due_at = ?, error = ?
  WHERE id = ? AND dead_at IS NULL`;
const deadSql = `UPDATE webhook_deliveries SET attempts = attempts + 1, dead_at = ?, error = ?
  WHERE id = ? AND dead_at IS NULL`;
const replayedSql = `UPDATE webhook_deliveries SET attempts = 0, dead_at = NULL, error = NULL, due_at = ?
  WHERE id = ? AND dead_at IS NOT NULL`;

/** Prepares the statements when they are first needed, which may be never. */
export function outboxWrites(database: DatabaseSync): OutboxWrites {
  const prepared = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  }

  function settle(settlement: Settlement, now: number): void {
    switch (settlement.outcome) {
      case 'delivered':
        statement(deliveredSql).run(settlement.id);
        break;
      case 'failed':
        statement(failedSql).run(Math.round(now + settlement.retryIn), settlement.error, settlement.id);
        break;
      case 'dead':
        statement(deadSql).run(now, settlement.error, settlement.id);
        break;
      case 'replayed':
        statement(replayedSql).run(now, settlement.id);
        break;
    }
  }

  return ({ add = [], settle: settled = [] }) => {
    const now = Date.now();
    for (const { endpoint, scope, event, schema } of add) {
      const { guid = null, schemaType = null } = schema ?? {};
      statement(addSql).run(endpoint, laneKey(scope), event, guid, schemaType, now);
    }
    for (const each of settled) settle(each, now);
  };
}
