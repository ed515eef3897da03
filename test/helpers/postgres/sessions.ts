import { Client } from 'pg';
import { expect, onTestFinished } from 'vitest';
import { eventually } from '../eventually.ts';

/** A session of the test's own beside those of stores. */
export async function sessionAt(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Resolves when a statement of a store waits for another session. */
export async function storeWaitsForLock(session: Client): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'
    AND application_name = 'schemagate' AND datname = current_database()`;
  await eventually(async () => expect((await session.query(waiting)).rowCount).toBe(1));
}
