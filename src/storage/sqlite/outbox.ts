import type { DatabaseSync } from 'node:sqlite';
import type { DeadLetter, Delivery, Outbox, OutboxDepth } from '../../registry/outbox.ts';
import type { SchemaId } from '../../registry/schema.ts';
import type { SettingsScope } from '../../registry/settings.ts';
import { subjectKey } from './subject-key.ts';

/** How many of the oldest deliveries are looked through for some that are due. */
const window = 1000;

const columns = 'id, endpoint, event, schema_id, attempts';
const oldestSql = `SELECT id, lane, due_at FROM webhook_deliveries
  WHERE endpoint = ? AND dead_at IS NULL ORDER BY id LIMIT ${window}`;
const oneSql = `SELECT ${columns} FROM webhook_deliveries WHERE id = ?`;
const depthSql = `SELECT endpoint, count(*) FILTER (WHERE dead_at IS NULL) AS waiting,
    min(created_at) FILTER (WHERE dead_at IS NULL) AS oldest, count(dead_at) AS dead
  FROM webhook_deliveries GROUP BY endpoint ORDER BY endpoint`;
const deadSql = `SELECT ${columns}, dead_at, error FROM webhook_deliveries
  WHERE dead_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?`;

interface Row {
  readonly id: number;
  readonly endpoint: string;
  readonly event: string;
  readonly schema_id: number | null;
  readonly attempts: number;
}

interface OldRow {
  readonly id: number;
  readonly lane: Uint8Array;
  readonly due_at: number;
}

/** Runs a read, and turns what SQLite says into an error of the store. */
type Read = <T>(read: (database: DatabaseSync) => T) => T;

/** Under what the events of a scope are kept in order. No subject has an empty key but the empty one. */
export function laneKey(scope: SettingsScope): Uint8Array {
  return scope.kind === 'global' ? new Uint8Array() : subjectKey(scope.subject);
}

/** The outbox of a store that this process alone uses: who has what need not be written down. */
export class SqliteOutbox implements Outbox {
  readonly #read: Read;
  readonly #claimed = new Set<number>();

  constructor(read: Read) {
    this.#read = read;
  }

  async claim(endpoint: string, limit: number): Promise<readonly Delivery[]> {
    return this.#read((database) => {
      const ids = this.#due(database, endpoint).slice(0, limit);
      for (const id of ids) this.#claimed.add(id);
      const one = database.prepare(oneSql);
      return ids.map((id) => deliveryOf(one.get(id) as unknown as Row));
    });
  }

  async depth(): Promise<readonly OutboxDepth[]> {
    const now = Date.now();
    return this.#read((database) =>
      database
        .prepare(depthSql)
        .all()
        .map(({ endpoint, waiting, oldest, dead }) => ({
          endpoint: String(endpoint),
          waiting: Number(waiting),
          oldestAge: oldest === null ? 0 : Math.max(0, now - Number(oldest)),
          dead: Number(dead),
        })),
    );
  }

  async deadLetters(after: number, limit: number): Promise<readonly DeadLetter[]> {
    return this.#read((database) =>
      (database.prepare(deadSql).all(after, limit) as unknown as DeadRow[]).map(deadLetterOf),
    );
  }

  /** Whether stored or not, what was to be settled may be taken again. */
  released(ids: Iterable<number>): void {
    for (const id of ids) this.#claimed.delete(id);
  }

  #due(database: DatabaseSync, endpoint: string): number[] {
    const now = Date.now();
    const lanes = new Set<string>();
    const due: number[] = [];
    for (const row of database.prepare(oldestSql).iterate(endpoint)) {
      const { id, lane, due_at: dueAt } = row as unknown as OldRow;
      const name = Buffer.from(lane).toString('latin1');
      if (!lanes.has(name) && dueAt <= now && !this.#claimed.has(id)) due.push(id);
      lanes.add(name);
    }
    return due;
  }
}

interface DeadRow extends Row {
  readonly dead_at: number;
  readonly error: string;
}

function deadLetterOf(row: DeadRow): DeadLetter {
  return { ...deliveryOf(row), deadAt: row.dead_at, error: row.error };
}

function deliveryOf({ id, endpoint, event, schema_id: schemaId, attempts }: Row): Delivery {
  return { id, endpoint, event, attempts, schemaId: schemaId === null ? undefined : (schemaId as SchemaId) };
}
