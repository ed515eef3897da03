import { type ClientConfig, Pool, type PoolClient, TypeOverrides } from 'pg';
import { NoConnectionFreeError } from './error-class.ts';
import { GatheringSocket } from './gathering-socket.ts';
import type { AroundStatement, Query, RunQuery } from './statement.ts';

/** Where the database is, and how long to wait for it. Times in milliseconds. */
export interface ConnectionOptions {
  /** postgres://user:password@host:port/database, with the driver's parameters such as sslmode. */
  readonly url: string;
  /** For a connection to be made, and for one of the pool to become free. */
  readonly connectTimeout: number;
  /** For one statement on the server; the client gives up a second later if the server is silent. 0: none. */
  readonly statementTimeout: number;
  /** After which a connection that nobody uses is closed. */
  readonly idleTimeout: number;
}

/** How long the client waits beyond the server's own timeout for the server to report it. */
const silenceMargin = 1000;

const int8 = 20;
const types = new TypeOverrides();
// Ids, revisions, hashes and milliseconds: all far below 2^53.
types.setTypeParser(int8, Number);

/** What every connection is made with: no wait is without an end. */
export function clientOptions(options: ConnectionOptions): ClientConfig {
  return {
    connectionString: options.url,
    application_name: 'schemagate',
    connectionTimeoutMillis: options.connectTimeout,
    statement_timeout: options.statementTimeout,
    // A transaction of ours never waits for anything but the database.
    idle_in_transaction_session_timeout: options.statementTimeout,
    query_timeout: options.statementTimeout > 0 ? options.statementTimeout + silenceMargin : 0,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types,
  };
}

/** Numbers of connections. */
export interface PoolStats {
  readonly max: number;
  readonly total: number;
  readonly idle: number;
  /** Calls that wait for a connection. */
  readonly waiting: number;
}

/** The connections of one store. */
export class Connections {
  readonly #pool: Pool;
  readonly #max: number;
  readonly #around: AroundStatement | undefined;

  constructor(
    options: ConnectionOptions & {
      readonly max: number;
      readonly aroundStatement?: AroundStatement | undefined;
    },
  ) {
    this.#max = options.max;
    this.#around = options.aroundStatement;
    this.#pool = new Pool({
      ...clientOptions(options),
      max: options.max,
      idleTimeoutMillis: options.idleTimeout,
      pipeline: true,
      stream: () => new GatheringSocket(),
    });
    // An idle connection that the server closed; the pool has dropped it, and the next call makes another.
    this.#pool.on('error', ignore);
    // One in use: each query under way is told by itself. The pool listens while it has it, but not yet, or no
    // longer, in the moments between.
    this.#pool.on('connect', (session) => session.on('error', ignore));
  }

  get stats(): PoolStats {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { max: this.#max, total: totalCount, idle: idleCount, waiting: waitingCount };
  }

  /** Runs one statement on any connection. */
  async query<Row>(query: Query): Promise<readonly Row[]> {
    return this.useRun((run) => run<Row>(query));
  }

  /** Lends a connection as a way to run statements on it. */
  useRun<T>(work: (run: RunQuery) => Promise<T>): Promise<T> {
    return this.use((session) => work((query) => this.#run(session, query)));
  }

  /** Lends a connection; one on which anything failed is not used again. */
  async use<T>(work: (session: PoolClient) => Promise<T>): Promise<T> {
    const session = await this.#checkOut();
    try {
      const result = await work(session);
      session.release();
      return result;
    } catch (error) {
      session.release(true);
      throw error;
    }
  }

  /** Resolves when every connection is back and closed. */
  async close(): Promise<void> {
    await this.#pool.end();
  }

  #run<Row>(session: PoolClient, query: Query): Promise<readonly Row[]> {
    const run = async () => (await session.query(query)).rows as readonly Row[];
    return this.#around === undefined ? run() : this.#around(query, run);
  }

  async #checkOut(): Promise<PoolClient> {
    const full = this.#pool.totalCount >= this.#max && this.#pool.idleCount === 0;
    try {
      return await this.#pool.connect();
    } catch (error) {
      if (full && isWaitTimeout(error))
        throw new NoConnectionFreeError('No connection is free', { cause: error });
      throw error;
    }
  }
}

function ignore(): void {
  // Nothing is left to do.
}

/** The pool gives this error no code. */
function isWaitTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('timeout exceeded');
}
