import type { ClientBase } from 'pg';
import { StoreOpenError } from './open-error.ts';

const oldestMajor = 14;

/** What the server says of itself. */
export interface ServerFacts {
  /** A sentence when it is too old for this program. */
  readonly tooOld?: string | undefined;
  /** Such as 18.4; of an engine that only speaks the protocol, the version it claims. */
  readonly version: string;
  /** Connections that ordinary users may hold together. */
  readonly connections: number;
}

/**
 * Reads them.
 * @throws StoreOpenError when PostgreSQL is too old
 */
export async function checkServer(client: ClientBase): Promise<ServerFacts> {
  const facts = await readServer(client);
  if (facts.tooOld !== undefined) throw new StoreOpenError('old-server', facts.tooOld);
  return facts;
}

/** Reads them, of an old one too. */
export async function readServer(client: ClientBase): Promise<ServerFacts> {
  const name = await textOf(client, 'SELECT version() AS value');
  const version = await textOf(client, `SELECT current_setting('server_version') AS value`);
  const max = await textOf(client, `SELECT current_setting('max_connections', true) AS value`);
  const reserved = await textOf(
    client,
    `SELECT current_setting('superuser_reserved_connections', true) AS value`,
  );
  // Other engines with this protocol claim a version for what their clients expect.
  const old = name.startsWith('PostgreSQL') && Number.parseInt(version, 10) < oldestMajor;
  return {
    tooOld: old ? `PostgreSQL ${version} is too old: this program needs ${oldestMajor} or later.` : undefined,
    version,
    connections: Number(max || Infinity) - Number(reserved),
  };
}

/** Connections that one store opens: those of its pool, one to be told of changes, and one for API keys. */
export function connectionsPerReplica(poolMax: number): number {
  return poolMax + 2;
}

/** A sentence for the operator when the replicas can't all fill their pools; undefined when they can. */
export function connectionWarning(
  { connections }: ServerFacts,
  { replicas, perReplica }: { readonly replicas: number; readonly perReplica: number },
): string | undefined {
  const wanted = replicas * perReplica;
  if (wanted <= connections) return undefined;
  return (
    `${replicas} replica${replicas === 1 ? '' : 's'} may open ${perReplica} connections each, ${wanted} together, ` +
    `but the database allows ${connections}. Lower DATABASE_POOL_MAX or raise max_connections.`
  );
}

async function textOf(client: ClientBase, sql: string): Promise<string> {
  const { rows } = await client.query<{ value: string | null }>(sql);
  return rows[0]?.value ?? '';
}
