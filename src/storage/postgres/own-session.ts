import { setTimeout as wait } from 'node:timers/promises';
import { Client, type ClientBase } from 'pg';
import { type ConnectionOptions, clientOptions } from './connections.ts';

/** Without a `statementTimeout` a statement may take whatever it needs. */
type OwnSessionOptions = Pick<ConnectionOptions, 'url' | 'connectTimeout'> &
  Partial<Pick<ConnectionOptions, 'statementTimeout'>>;

/**
 * Runs with a connection of its own, beside the pool, on which statements may take their time: such work
 * touches every row, or waits for its turn.
 */
export async function withOwnSession<T>(
  options: OwnSessionOptions,
  work: (client: ClientBase) => Promise<T>,
): Promise<T> {
  const client = await openOwnSession(options);
  try {
    return await work(client);
  } finally {
    await endSession(client);
  }
}

/** Such a connection; whoever opens it ends it. */
export async function openOwnSession({
  url,
  connectTimeout,
  statementTimeout = 0,
}: OwnSessionOptions): Promise<Client> {
  const client = new Client(clientOptions({ url, connectTimeout, statementTimeout, idleTimeout: 0 }));
  // A connection that is lost fails the statement under way, or the next one.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Says goodbye; a server that does not answer that is not waited for. */
export async function endSession(client: Client): Promise<void> {
  await Promise.race([client.end(), wait(1000, undefined, { ref: false })]);
}
