import { setTimeout as sleep } from 'node:timers/promises';

export type StoreCheck = 'up' | 'down';

/** Asks the store for a sign of life; one that gives none within `patienceMs` is down. */
export async function checkStore(store: { ping(): Promise<void> }, patienceMs: number): Promise<StoreCheck> {
  const timer = new AbortController();
  const late = sleep(patienceMs, 'down' as const, { signal: timer.signal, ref: false });
  try {
    return await Promise.race([store.ping().then(() => 'up' as const), late]);
  } catch {
    return 'down';
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
