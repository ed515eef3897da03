import { openPostgresStore, type PostgresStoreOptions } from '../../../src/storage/postgres/open-store.ts';
import type { PostgresStore } from '../../../src/storage/postgres/store.ts';
import type { OpenedStore } from '../../contract/store-contract.ts';

/** Settings for a database on this machine that answers at once. */
export function storeOptions(url: string): PostgresStoreOptions {
  return { url, poolMax: 4, connectTimeout: 5000, statementTimeout: 5000, idleTimeout: 10_000 };
}

/** The store in a database, with these settings over those of `storeOptions`. */
export function openStoreAt(
  url: string,
  options: Partial<PostgresStoreOptions> = {},
): Promise<PostgresStore> {
  return openPostgresStore({ ...storeOptions(url), ...options });
}

/** A new store in a database of its own. */
export async function openStoreIn(url: string): Promise<OpenedStore> {
  const store = await openStoreAt(url);
  let current = store;
  return {
    store,
    async reopen() {
      await current.close();
      current = await openStoreAt(url);
      return current;
    },
    dispose: () => current.close(),
  };
}
