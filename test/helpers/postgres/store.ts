import type { Store } from '../../../src/registry/store.ts';
import { openPostgresStore, type PostgresStoreOptions } from '../../../src/storage/postgres/open-store.ts';
import type { PostgresStore } from '../../../src/storage/postgres/store.ts';
import {
  openReplicaStore,
  type ReplicaStore,
  type ReplicaStoreOptions,
} from '../../../src/storage/replica-store.ts';
import type { OpenedStore } from '../opened-store.ts';

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
export function openStoreIn(url: string): Promise<OpenedStore> {
  return reopening(() => openStoreAt(url));
}

/** The store of a replica in a database, with these settings over those of `storeOptions`. */
export function openReplicaAt(
  url: string,
  options: Partial<ReplicaStoreOptions> = {},
): Promise<ReplicaStore> {
  return openReplicaStore({ ...storeOptions(url), ...options });
}

/** A new store that remembers, told of changes, in a database of its own. */
export function openReplicaIn(url: string): Promise<OpenedStore> {
  return reopening(async () => {
    const listening = Promise.withResolvers<void>();
    const store = await openReplicaAt(url, {
      onFeed: (state) => state === 'listening' && listening.resolve(),
    });
    await listening.promise;
    return store;
  });
}

async function reopening(open: () => Promise<Store>): Promise<OpenedStore> {
  const store = await open();
  let current = store;
  return {
    store,
    async reopen() {
      await current.close();
      current = await open();
      return current;
    },
    dispose: () => current.close(),
  };
}
