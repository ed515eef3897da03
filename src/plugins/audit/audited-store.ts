import type { AuditTrail } from '../../audit/event.ts';
import { noTrail } from '../../audit/no-trail.ts';
import { ForwardingStore } from '../../registry/forwarding-store.ts';
import type { Change, CommitResult, Store } from '../../registry/store.ts';
import { type ChangeEvent, changeEvents, observeWrites } from './change-events.ts';
import { currentRequester } from './requester.ts';

/** The store, with every change of schemas and settings recorded: whoever asked for it, and by which way. */
export function auditedStore(store: Store, trail: AuditTrail): Store {
  return trail === noTrail ? store : new AuditedStore(store, trail);
}

class AuditedStore extends ForwardingStore {
  readonly #store: Store;
  readonly #trail: AuditTrail;

  constructor(store: Store, trail: AuditTrail) {
    super();
    this.#store = store;
    this.#trail = trail;
  }

  protected override forward<T>(call: (store: Store) => Promise<T>): Promise<T> {
    return call(this.#store);
  }

  override async commit(change: Change): Promise<CommitResult> {
    const requester = currentRequester();
    const record = (outcome: 'success' | 'failure', events: readonly ChangeEvent[]) => {
      for (const { event, details } of events) this.#trail.record({ event, details, outcome, ...requester });
    };
    const writes = await observeWrites(this.#store, change.writes);
    let result: CommitResult;
    try {
      result = await this.#store.commit(change);
    } catch (error) {
      // It may have been made all the same, as when the connection broke before the answer.
      record('failure', changeEvents(writes, []));
      throw error;
    }
    if (result.outcome === 'committed') record('success', changeEvents(writes, result.schemaIds));
    return result;
  }
}
