import type { Outbox, OutboxStore } from '../registry/outbox.ts';
import { CachedStore, type CachedStoreOptions, type CacheStats } from './cached/store.ts';
import {
  type ChangeFeed,
  type ChangeFeedOptions,
  type FeedState,
  listenForChanges,
} from './postgres/change-feed.ts';
import { openPostgresStore, type PostgresStoreOptions } from './postgres/open-store.ts';
import type { PostgresStore, StoreStats } from './postgres/store.ts';

export interface ReplicaStoreOptions
  extends PostgresStoreOptions,
    Pick<ChangeFeedOptions, 'heartbeat'>,
    Pick<CachedStoreOptions, 'onForget' | 'onRead' | 'keepAsker' | 'patience'> {
  /** Told when changes of other replicas are no longer told of, and when they are again; must not throw. */
  readonly onFeed?: ((state: FeedState) => void) | undefined;
}

/** What a store on a database shows of itself. */
export interface DatabaseStats {
  readonly database: StoreStats;
  readonly cache: CacheStats;
}

/** The store of one of many replicas: what it has read it remembers until the database tells of a change. */
export class ReplicaStore extends CachedStore implements OutboxStore {
  readonly #postgres: PostgresStore;
  readonly #feed: ChangeFeed;
  #closing = false;

  /** The feed's listeners are the caller's to bind: see `openReplicaStore`. */
  constructor(options: CachedStoreOptions & { readonly store: PostgresStore }, listen: Listen) {
    super(options);
    this.#postgres = options.store;
    this.#feed = listen(this);
  }

  get outbox(): Outbox {
    return this.#postgres.outbox;
  }

  get databaseStats(): DatabaseStats {
    return { database: this.#postgres.stats(), cache: this.stats };
  }

  /** True from the call of `close`: the feed's end is then no loss. */
  get closing(): boolean {
    return this.#closing;
  }

  override async close(): Promise<void> {
    this.#closing = true;
    await this.#feed.close();
    await super.close();
  }
}

type Listen = (store: ReplicaStore) => ChangeFeed;

/**
 * Opens it. When the database can't tell of changes, what is remembered is trusted for at most twice the
 * heartbeat, which is 5 seconds by default.
 * @throws StoreOpenError with a sentence for the operator
 */
export async function openReplicaStore(options: ReplicaStoreOptions): Promise<ReplicaStore> {
  const { url, connectTimeout, heartbeat } = options;
  const store = await openPostgresStore(options);
  return new ReplicaStore({ ...options, store }, (cache) =>
    listenForChanges({
      url,
      connectTimeout,
      onChange: (notice) => cache.onNotice(notice),
      onState(state) {
        if (cache.closing) return;
        cache.onFeed(state);
        options.onFeed?.(state);
      },
      ...(heartbeat !== undefined && { heartbeat }),
    }),
  );
}
