import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PreparedPostgres, preparePostgres } from '../helpers/postgres/prepare.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres/server.ts';

export interface OfferedPostgres {
  /** Answers `/prepared` with what a server starts from, and `/server` with the URL of a running one. */
  readonly address: string;
  close(): Promise<void>;
}

/** For hundreds of small databases, which nobody restores or replicates, on a disk that may be memory. */
const shared = {
  max_connections: '300',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '96MB',
  autovacuum: 'off',
};

/** Offers test files one PostgreSQL, which starts with the first that asks. `programs` is for copied programs. */
export async function offerPostgres(programs: string): Promise<OfferedPostgres> {
  let prepared: PreparedPostgres | undefined;
  let server: Promise<PostgresServer> | undefined;
  const prepare = () => {
    prepared ??= preparePostgres(programs);
    return prepared;
  };

  async function answer(path: string | undefined): Promise<unknown> {
    if (path !== '/server') return prepare();
    server ??= startPostgres(shared, prepare());
    return (await server).url();
  }

  const offering = createServer((request, response) => {
    answer(request.url).then(
      (value) => response.end(JSON.stringify(value)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(offering, 'listening');
  return {
    address: `http://127.0.0.1:${(offering.address() as AddressInfo).port}`,
    async close() {
      offering.close();
      offering.closeAllConnections();
      await (await server)?.dispose();
      prepared?.dispose?.();
    },
  };
}
