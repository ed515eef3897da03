import type { Client } from 'pg';
import type { ConnectionOptions } from './connections.ts';
import { endSession, openOwnSession } from './own-session.ts';

/** Work that falls due at a time, for all that share the store together. */
export interface Turn {
  readonly name: string;
  /** The time for which it was planned, in ms since 1970: one number wherever the clocks stand. */
  readonly due: number;
}

/**
 * Does the work unless another store did it for this time or a later one; waits for one that is doing it.
 * When that fails, or its connection is lost, the work is done here after all. False when others did it.
 * @throws what the work throws, or the driver; then the work counts as not done
 */
export async function takeTurn(
  address: Pick<ConnectionOptions, 'url' | 'connectTimeout'>,
  turn: Turn,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  const session = await openOwnSession(address);
  // Ends a statement that waits, too.
  const end = () => void endSession(session);
  signal.addEventListener('abort', end);
  try {
    signal.throwIfAborted();
    if ((await lockLast(session, turn.name)) >= turn.due) return false;
    await work();
    await keepLast(session, turn).catch(() => {
      // It is done all the same, but others may do it again.
    });
    return true;
  } finally {
    signal.removeEventListener('abort', end);
    await endSession(session);
  }
}

/** The time for which the work was done last. Its row stays locked as long as the session lives. */
async function lockLast(session: Client, name: string): Promise<number> {
  const row = `turn ${name}`;
  await session.query(
    'INSERT INTO schemagate.counters (name, value) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING',
    [row],
  );
  await session.query('BEGIN');
  const { rows } = await session.query<{ value: number }>(
    'SELECT value FROM schemagate.counters WHERE name = $1 FOR UPDATE',
    [row],
  );
  return rows[0]?.value ?? 0;
}

async function keepLast(session: Client, { name, due }: Turn): Promise<void> {
  await session.query('UPDATE schemagate.counters SET value = $2 WHERE name = $1', [`turn ${name}`, due]);
  await session.query('COMMIT');
}
