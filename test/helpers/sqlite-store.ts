import type { Store } from '../../src/registry/store.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-store.ts';
import type { OpenedStore } from './opened-store.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A new embedded store in a directory of the running test's own. */
export async function openTemporaryStore(): Promise<OpenedStore> {
  const directory = temporaryDirectory();
  const store = await openSqliteStore({ directory });
  let current: Store = store;
  return {
    store,
    async reopen() {
      await current.close();
      current = await openSqliteStore({ directory });
      return current;
    },
    dispose: () => current.close(),
  };
}
