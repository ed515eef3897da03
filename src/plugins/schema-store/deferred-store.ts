import { ForwardingStore } from '../../registry/forwarding-store.ts';
import { type Change, type CommitResult, type Store, StoreUnavailableError } from '../../registry/store.ts';

/**
 * A store that can be handed out before it is open. Until then, and when opening failed, each call
 * rejects with `StoreUnavailableError`.
 */
export class DeferredStore extends ForwardingStore {
  #store: Store | undefined;
  #commit: Store['commit'] = (change) => super.commit(change);

  /** From now on calls go to this store. */
  use(store: Store): void {
    this.#store = store;
  }

  /** The store that it stands for; undefined while it stands for none. */
  get current(): Store | undefined {
    return this.#store;
  }

  /** Lets somebody see, and add to, each change on its way; whoever comes last sees it first. */
  wrapCommits(wrap: (commit: Store['commit']) => Store['commit']): void {
    this.#commit = wrap(this.#commit);
  }

  override commit(change: Change): Promise<CommitResult> {
    return this.#commit(change);
  }

  /** Leaves it at that when no store was opened. */
  override async close(): Promise<void> {
    await this.#store?.close();
  }

  protected override forward<T>(call: (store: Store) => Promise<T>): Promise<T> {
    return this.#store === undefined
      ? Promise.reject(new StoreUnavailableError('The store is not open'))
      : call(this.#store);
  }
}
