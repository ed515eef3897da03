import { hasDatabase, type StoreSettings } from './configured-store.ts';
import type { Turn } from './postgres/take-turn.ts';

export type { Turn };

/** Does work for all services on one store. False when another did it; ended by the signal. */
export type TakeTurn = (turn: Turn, work: () => Promise<void>, signal: AbortSignal) => Promise<boolean>;

/** Turns among the services on the store that the settings name; an embedded store has one alone. */
export function configuredTurns(settings: StoreSettings): TakeTurn {
  if (!hasDatabase(settings)) {
    return async (_turn, work) => {
      await work();
      return true;
    };
  }
  const address = { url: settings.DATABASE_URL, connectTimeout: settings.DATABASE_CONNECT_TIMEOUT_MS };
  return async (turn, work, signal) => {
    const { takeTurn } = await import('./postgres/take-turn.ts');
    return takeTurn(address, turn, work, signal);
  };
}
