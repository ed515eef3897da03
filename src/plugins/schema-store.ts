import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import type { FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Outbox } from '../registry/outbox.ts';
import type { SchemaId } from '../registry/schema.ts';
import { type GuardScope, type Store, StoreUnavailableError } from '../registry/store.ts';
import {
  type DatabaseStats,
  databaseStatsOf,
  openServingStore,
  outboxOf,
  type ServingOptions,
  type StoreSettings,
  staleSecondsOf,
} from '../storage/configured-store.ts';
import { openSqliteStore } from '../storage/sqlite/open-store.ts';
import { type Commit, commitMetrics } from './schema-store/commit-metrics.ts';
import { databaseMetrics } from './schema-store/database-metrics.ts';
import { DeferredStore } from './schema-store/deferred-store.ts';
import { stalenessMetric } from './schema-store/staleness-metric.ts';
import { StoreWatch } from './schema-store/store-watch.ts';
import { noTracing, type Tracing } from './tracing/tracing.ts';

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

/**
 * Opens the store; `onCommit` is to be told of each transaction, the others of what an operator should know. Aborted,
 * it need not wait any more for what is away.
 */
export type OpenStore = (
  onCommit: (commit: Commit) => void,
  operator?: Omit<ServingOptions, 'onCommit'>,
) => Promise<Store>;

export interface SchemaStoreOptions {
  readonly open: OpenStore;
  /** How long the server waits, when it closes, for a store that is just opening, in milliseconds. Default 2000. */
  readonly patience?: number;
  /** Makes the store tell what it does for requests. */
  readonly tracing?: Pick<Tracing, 'traceId' | 'observers'>;
}

/** The embedded store in a directory. */
export function embeddedStore(directory: string): OpenStore {
  return (onCommit, observers) => openSqliteStore({ directory, ...observers, onCommit });
}

/** The store that the settings name: on a database, or embedded. */
export function configuredStore(settings: StoreSettings): OpenStore {
  return (onCommit, operator) => openServingStore(settings, { ...operator, onCommit });
}

const plugin: FastifyPluginCallback<SchemaStoreOptions> = (
  app,
  { tracing = noTracing, ...options },
  done,
) => {
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

  const onCommit = commitMetrics(app.metricsRegistry, tracing.traceId);
  const closing = new AbortController();
  let opening: Promise<void> | undefined;
  app.addHook('onReady', (ready) => {
    const operator = {
      onWarning: (warning: string) => app.log.warn(warning),
      onBreaker: (state: string) => app.log.warn({ breaker: state }, `database: circuit breaker ${state}`),
      onFeed(state: 'listening' | 'lost') {
        app.log[state === 'lost' ? 'warn' : 'info']({ feed: state }, `database: change feed ${state}`);
        watch.becomes(state);
      },
      onForget: (ids: readonly SchemaId[] | undefined, scopes?: readonly GuardScope[]) =>
        watch.forget(ids, scopes),
      signal: closing.signal,
      ...tracing.observers,
    };
    opening = open(store, (commit) => options.open(commit, operator), onCommit);
    opening.then(opened.resolve, opened.reject);
    ready();
  });
  void app.readiness.stopped.then(() => {
    closing.abort();
    // The start waits for it, and what closes before.
    opened.reject(new StoreUnavailableError('The service is closing'));
  });
  app.addHook('onClose', async () => {
    const settled = Promise.allSettled([opening]);
    await inTime(settled, options.patience ?? 2000);
    if (store.current !== undefined) return store.close();
    settled.then(() => store.close()).catch(() => undefined);
  });
  done();
};

/**
 * The schema store. It opens after the server has begun to listen, so that health probes are
 * answered meanwhile, and closes after the last request was answered.
 */
export const schemaStore = fastifyPlugin(plugin, {
  name: 'schema-store',
  dependencies: ['metrics'],
  decorators: { fastify: ['readiness'] },
});

async function open(
  store: DeferredStore,
  openStore: OpenStore,
  onCommit: (commit: Commit) => void,
): Promise<void> {
  await setImmediate();
  store.use(await openStore(onCommit));
}

/** Resolves with the work, or when its time is up. */
async function inTime(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const done = new AbortController();
  const late = wait(milliseconds, undefined, { signal: done.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  done.abort();
}
