import { vi } from 'vitest';

/**
 * Waits until a check no longer throws, and resolves with what it gives. It waits longer than anything takes on a busy
 * machine, and is over at once when that has happened: only where nothing happens does it fail, and late.
 */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 45_000, interval: 20 });
}

/** The same for what is true or not yet. */
export function until<T>(condition: () => T | Promise<T>): Promise<T> {
  return vi.waitUntil(condition, { timeout: 45_000, interval: 20 }) as Promise<T>;
}
