import { setImmediate } from 'node:timers/promises';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Outbox } from '../registry/outbox.ts';
import type { SchemaId } from '../registry/schema.ts';
import type { Store } from '../registry/store.ts';
import {
  type DatabaseStats,
  databaseStatsOf,
  openServingStore,
  outboxOf,
  type ServingListeners,
  type StoreSettings,
  staleSecondsOf,
} from '../storage/configured-store.ts';
import { openSqliteStore } from '../storage/sqlite/open-store.ts';
import { type Commit, commitMetrics } from './schema-store/commit-metrics.ts';
import { databaseMetrics } from './schema-store/database-metrics.ts';
import { DeferredStore } from './schema-store/deferred-store.ts';
import { stalenessMetric } from './schema-store/staleness-metric.ts';
import { StoreWatch } from './schema-store/store-watch.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Usable from the start; calls reject with `StoreUnavailableError` until it is open. */
    readonly store: Store;
    /** Resolves when the store is open; rejects when it can't be opened, with the reason for the operator. */
    readonly storeOpened: Promise<void>;
    /** What the database is doing; undefined while the store is not open, or embedded. */
    databaseStats(): DatabaseStats | undefined;
    /** Seconds since which the store's answers may be out of date; undefined when they are current. */
    staleSeconds(): number | undefined;
    /** Where events wait to be delivered; undefined while the store is not open, or when it keeps none. */
    outbox(): Outbox | undefined;
    /** Lets somebody see, and add to, each change on its way to the store. */
    wrapCommits(wrap: (commit: Store['commit']) => Store['commit']): void;
    /** Tells of what other instances change in the store. */
    readonly storeWatch: StoreWatch;
  }
}

/** Opens the store; `onCommit` is to be told of each transaction, the others of what an operator should know. */
export type OpenStore = (
  onCommit: (commit: Commit) => void,
  operator?: Omit<ServingListeners, 'onCommit'>,
) => Promise<Store>;

export interface SchemaStoreOptions {
  readonly open: OpenStore;
}

/** The embedded store in a directory. */
export function embeddedStore(directory: string): OpenStore {
  return (onCommit) => openSqliteStore({ directory, onCommit });
}

/** The store that the settings name: on a database, or embedded. */
export function configuredStore(settings: StoreSettings): OpenStore {
  return (onCommit, operator) => openServingStore(settings, { ...operator, onCommit });
}

const plugin: FastifyPluginCallback<SchemaStoreOptions> = (app, options, done) => {
  const store = new DeferredStore();
  const opened = Promise.withResolvers<void>();
  // Whoever does not wait for the store sees its absence in each call.
  opened.promise.catch(() => undefined);
  app.decorate('store', store);
  app.decorate('storeOpened', opened.promise);
  const watch = new StoreWatch();
  app.decorate('storeWatch', watch);

  const stats = () => store.current && databaseStatsOf(store.current);
  app.decorate('databaseStats', stats);
  app.decorate('staleSeconds', () => store.current && staleSecondsOf(store.current));
  app.decorate('outbox', () => store.current && outboxOf(store.current));
  app.decorate('wrapCommits', (wrap) => store.wrapCommits(wrap));
  databaseMetrics(stats, app.metricsRegistry);
  stalenessMetric(() => app.staleSeconds(), app.metricsRegistry);

  const onCommit = commitMetrics(app.metricsRegistry);
  let opening: Promise<void> | undefined;
  app.addHook('onReady', (ready) => {
    const operator = {
      onWarning: (warning: string) => app.log.warn(warning),
      onBreaker: (state: string) => app.log.warn({ breaker: state }, `database: circuit breaker ${state}`),
      onFeed(state: 'listening' | 'lost') {
        app.log[state === 'lost' ? 'warn' : 'info']({ feed: state }, `database: change feed ${state}`);
        watch.becomes(state);
      },
      onForget: (ids: readonly SchemaId[] | undefined) => watch.forget(ids),
    };
    opening = open(store, (commit) => options.open(commit, operator), onCommit);
    opening.then(opened.resolve, opened.reject);
    ready();
  });
  app.addHook('onClose', async () => {
    await Promise.allSettled([opening]);
    await store.close();
  });
  done();
};

/**
 * The schema store. It opens after the server has begun to listen, so that health probes are
 * answered meanwhile, and closes after the last request was answered.
 */
export const schemaStore = fastifyPlugin(plugin, { name: 'schema-store', dependencies: ['metrics'] });

async function open(
  store: DeferredStore,
  openStore: OpenStore,
  onCommit: (commit: Commit) => void,
): Promise<void> {
  await setImmediate();
  store.use(await openStore(onCommit));
}
