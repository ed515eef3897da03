import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type KeyRecord, keyColumns, keyOfRecord, keyValues } from '../../access/key-record.ts';
import type { KeyStore, Rotation, StoredKey } from '../../access/key-store.ts';
import { StoreUnavailableError } from '../../registry/store.ts';
import { busyTimeout, hasAccessFile, openAccessFile } from './access-file.ts';

const columns = keyColumns.join(', ');

/** How much to wait for other writers, and for the disk: a commit that is not synced may be lost at a power cut. */
const pragmas = {
  safe: `PRAGMA busy_timeout = ${busyTimeout}; PRAGMA synchronous = FULL`,
  hurried: 'PRAGMA busy_timeout = 0; PRAGMA synchronous = NORMAL',
} as const;

type Value = string | number | null;

/** API keys in a file beside the embedded store, which any number of processes may open. */
export class SqliteKeyStore implements KeyStore {
  readonly #directory: string;
  #opening: Promise<DatabaseSync> | undefined;
  readonly #statements = new Map<string, StatementSync>();

  /** The file is opened when it is there and needed, and made with the first key. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  async any(): Promise<boolean> {
    return (await this.#read(`SELECT ${columns} FROM access_keys LIMIT 1`)).length > 0;
  }

  async find(id: string): Promise<StoredKey | undefined> {
    return (await this.#read(`SELECT ${columns} FROM access_keys WHERE id = ?`, id))[0];
  }

  list(): Promise<readonly StoredKey[]> {
    return this.#read(`SELECT ${columns} FROM access_keys ORDER BY created_at, id`);
  }

  async add(key: StoredKey): Promise<void> {
    const places = keyColumns.map(() => '?').join(', ');
    await this.#run(`INSERT INTO access_keys (${columns}) VALUES (${places}) RETURNING *`, keyValues(key));
  }

  async revoke(id: string, at: number): Promise<StoredKey | undefined> {
    const sql = 'UPDATE access_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? RETURNING *';
    return (await this.#read(sql, at, id))[0];
  }

  async rotate(id: string, { digest, previousUntil, expiresAt }: Rotation): Promise<StoredKey | undefined> {
    const sql = `UPDATE access_keys SET previous_digest = digest, previous_until = ?, digest = ?,
      expires_at = coalesce(?, expires_at) WHERE id = ? AND revoked_at IS NULL RETURNING *`;
    return (await this.#read(sql, previousUntil, digest, expiresAt ?? null, id))[0];
  }

  /** Waits for no other writer, nor for the disk: requests go on beside it, and it may be lost. */
  async touch(uses: ReadonlyMap<string, number>): Promise<void> {
    const sql = `UPDATE access_keys SET last_used_at = max(coalesce(last_used_at, 0), used.value)
      FROM (SELECT key, value FROM json_each(?)) AS used WHERE access_keys.id = used.key RETURNING ${columns}`;
    if (this.#isThere()) await this.#run(sql, [JSON.stringify(Object.fromEntries(uses))], 'hurried');
  }

  async close(): Promise<void> {
    const database = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    this.#statements.clear();
    database?.close();
  }

  #isThere(): boolean {
    return this.#opening !== undefined || hasAccessFile(this.#directory);
  }

  async #read(sql: string, ...values: Value[]): Promise<readonly StoredKey[]> {
    return this.#isThere() ? this.#run(sql, values) : [];
  }

  async #run(sql: string, values: Value[], how: 'safe' | 'hurried' = 'safe'): Promise<readonly StoredKey[]> {
    try {
      const database = await this.#database();
      // Nothing else comes between from here on: all of it is done in one step.
      database.exec(pragmas[how]);
      let statement = this.#statements.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        this.#statements.set(sql, statement);
      }
      return (statement.all(...values) as unknown as KeyRecord[]).map(keyOfRecord);
    } catch (error) {
      throw new StoreUnavailableError('The API keys can not be read or written', { cause: error });
    }
  }

  #database(): Promise<DatabaseSync> {
    this.#opening ??= openAccessFile(this.#directory).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }
}
