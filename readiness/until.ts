import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until there is something, or the patience, in milliseconds, is over; then undefined. */
export async function until<T>(
  look: () => Promise<T | undefined> | T | undefined,
  patienceMs = 5000,
): Promise<T | undefined> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined || performance.now() > deadline) return seen;
    await sleep(20);
  }
}
