import type { Store } from '../../src/registry/store.ts';

/** A store for one test, empty at first. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens what it kept. */
  readonly reopen: () => Promise<Store>;
  /** Closes what is open. */
  readonly dispose: () => Promise<void>;
}
