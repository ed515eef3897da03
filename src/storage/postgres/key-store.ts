import { type KeyRecord, keyColumns, keyOfRecord, keyValues } from '../../access/key-record.ts';
import type { KeyStore, Rotation, StoredKey } from '../../access/key-store.ts';
import { StoreUnavailableError } from '../../registry/store.ts';
import { type ConnectionOptions, Connections } from './connections.ts';
import { defaultResilience, Resilience } from './resilience.ts';
import { bind, type Parameter } from './statement.ts';

const table = 'schemagate.access_keys';
const columns = keyColumns.join(', ');
const values = keyColumns.map((_column, index) => `$${index + 1}`).join(', ');

const statements = {
  any: { name: 'key-any', text: `SELECT EXISTS (SELECT FROM ${table}) AS found` },
  find: { name: 'key-find', text: `SELECT ${columns} FROM ${table} WHERE id = $1` },
  list: { name: 'key-list', text: `SELECT ${columns} FROM ${table} ORDER BY created_at, id COLLATE "C"` },
  add: { name: 'key-add', text: `INSERT INTO ${table} (${columns}) VALUES (${values})` },
  revoke: {
    name: 'key-revoke',
    text: `UPDATE ${table} SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING ${columns}`,
  },
  rotate: {
    name: 'key-rotate',
    text: `UPDATE ${table} SET previous_digest = digest, previous_until = $2, digest = $3,
      expires_at = coalesce($4, expires_at) WHERE id = $1 AND revoked_at IS NULL RETURNING ${columns}`,
  },
  touch: {
    name: 'key-touch',
    text: `UPDATE ${table} AS kept SET last_used_at = greatest(coalesce(last_used_at, 0), used.at)
      FROM unnest($1::text[], $2::bigint[]) AS used (id, at) WHERE kept.id = used.id`,
  },
} as const;

/** API keys in the database that the replicas share, on one connection that ends when it is not used. */
export class PostgresKeyStore implements KeyStore {
  readonly #connections: Connections;
  readonly #resilience: Resilience;

  /** Connects when it is needed. The table is made by the migrations of the schema store. */
  constructor(options: ConnectionOptions) {
    this.#connections = new Connections({ ...options, max: 1 });
    // A request waits for the answer: better refused soon than after every retry.
    this.#resilience = new Resilience({ ...defaultResilience, retries: 2, budget: 500 }, () => undefined);
  }

  async any(): Promise<boolean> {
    const [row] = await this.#query<{ found: boolean }>(statements.any);
    return row?.found === true;
  }

  find = (id: string): Promise<StoredKey | undefined> => this.#one(statements.find, id);

  async list(): Promise<readonly StoredKey[]> {
    return (await this.#query<KeyRecord>(statements.list)).map(keyOfRecord);
  }

  async add(key: StoredKey): Promise<void> {
    await this.#query(statements.add, ...keyValues(key));
  }

  revoke = (id: string, at: number): Promise<StoredKey | undefined> => this.#one(statements.revoke, id, at);

  rotate = (id: string, { digest, previousUntil, expiresAt }: Rotation): Promise<StoredKey | undefined> =>
    this.#one(statements.rotate, id, previousUntil, digest, expiresAt ?? null);

  async touch(uses: ReadonlyMap<string, number>): Promise<void> {
    await this.#query(statements.touch, [...uses.keys()], [...uses.values()]);
  }

  close = (): Promise<void> => this.#connections.close();

  async #one(
    statement: (typeof statements)[keyof typeof statements],
    ...parameters: Parameter[]
  ): Promise<StoredKey | undefined> {
    const [record] = await this.#query<KeyRecord>(statement, ...parameters);
    return record && keyOfRecord(record);
  }

  async #query<Row>(
    statement: (typeof statements)[keyof typeof statements],
    ...parameters: Parameter[]
  ): Promise<readonly Row[]> {
    try {
      return await this.#resilience.run(() => this.#connections.query<Row>(bind(statement, ...parameters)));
    } catch (error) {
      throw new StoreUnavailableError('The API keys can not be read or written', { cause: error });
    }
  }
}
