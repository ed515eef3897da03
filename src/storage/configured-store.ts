import type { DumpableStore, DumpRecord } from '../registry/dump.ts';
import type { Outbox, OutboxStore } from '../registry/outbox.ts';
import type { Store } from '../registry/store.ts';
import type { PostgresStoreOptions } from './postgres/open-store.ts';
import type { DatabaseStats, ReplicaStore, ReplicaStoreOptions } from './replica-store.ts';
import { databaseIn } from './sqlite/data-directory.ts';
import { DatabaseFile } from './sqlite/database-file.ts';
import { openSqliteStore, type SqliteStoreOptions } from './sqlite/open-store.ts';

export type { DatabaseStats };

/** The settings that say where the store is: without a database it is embedded. */
export type StoreSettings = EmbeddedStoreSettings | DatabaseStoreSettings;

export interface EmbeddedStoreSettings {
  readonly DATA_DIR: string;
  readonly MIGRATE?: 'auto' | 'off';
}

export interface DatabaseStoreSettings extends EmbeddedStoreSettings {
  /** Empty: none. */
  readonly DATABASE_URL: string;
  readonly DATABASE_POOL_MAX: number;
  readonly DATABASE_REPLICAS: number;
  readonly DATABASE_CONNECT_TIMEOUT_MS: number;
  readonly DATABASE_STATEMENT_TIMEOUT_MS: number;
  readonly DATABASE_IDLE_TIMEOUT_MS: number;
}

/** Whoever wants to be told; none may throw. */
export type StoreListeners = Pick<PostgresStoreOptions, 'onCommit' | 'onWarning' | 'onBreaker'> &
  StoreObservers;

/** Whoever wants to see the work of a store as part of the requests that it is for. */
export type StoreObservers = Pick<PostgresStoreOptions, 'aroundStatement'> &
  Pick<SqliteStoreOptions, 'aroundTransaction' | 'keepAsker' | 'onRead'>;

/** What a service wants to be told besides, and how it calls the opening off. */
export type ServingOptions = StoreListeners & Pick<ReplicaStoreOptions, 'onFeed' | 'onForget' | 'signal'>;

/** Opens the store that the settings name, for this process alone where the engine asks for that. */
export async function openConfiguredStore(
  settings: StoreSettings,
  listeners: StoreListeners = {},
): Promise<Store & DumpableStore> {
  const { MIGRATE: migrate = 'auto' } = settings;
  if (!hasDatabase(settings)) return openSqliteStore({ directory: settings.DATA_DIR, migrate, ...listeners });
  // Loaded when it is needed: its driver and migrations take time and memory.
  const { openPostgresStore } = await import('./postgres/open-store.ts');
  return openPostgresStore({ ...databaseOptions(settings), ...listeners });
}

/** The same for a service: on a database it remembers what it has read, and is told of others' changes. */
export async function openServingStore(
  settings: StoreSettings,
  options: ServingOptions = {},
): Promise<Store & DumpableStore> {
  if (!hasDatabase(settings)) return openConfiguredStore(settings, options);
  const { openReplicaStore } = await import('./replica-store.ts');
  return openReplicaStore({ ...databaseOptions(settings), ...options });
}

function databaseOptions(settings: DatabaseStoreSettings): PostgresStoreOptions {
  return {
    url: settings.DATABASE_URL,
    poolMax: settings.DATABASE_POOL_MAX,
    replicas: settings.DATABASE_REPLICAS,
    connectTimeout: settings.DATABASE_CONNECT_TIMEOUT_MS,
    statementTimeout: settings.DATABASE_STATEMENT_TIMEOUT_MS,
    idleTimeout: settings.DATABASE_IDLE_TIMEOUT_MS,
    migrate: settings.MIGRATE ?? 'auto',
  };
}

/** What the store's database, and the memory before it, are doing; undefined for an embedded store. */
export function databaseStatsOf(store: Store): DatabaseStats | undefined {
  return isReplica(store) ? store.databaseStats : undefined;
}

/** Seconds since which the store's answers may be out of date; undefined when they are as good as ever. */
export function staleSecondsOf(store: Store): number | undefined {
  return tellsStaleness(store) ? store.staleFor : undefined;
}

function tellsStaleness(store: Store): store is Store & { readonly staleFor: number | undefined } {
  return 'staleFor' in store;
}

/** Where events wait to be delivered; undefined when the store keeps none. */
export function outboxOf(store: Store): Outbox | undefined {
  return keepsEvents(store) ? store.outbox : undefined;
}

function keepsEvents(store: Store): store is Store & OutboxStore {
  return 'outbox' in store;
}

// Not by its class, whose module would bring the driver with it.
function isReplica(store: Store): store is ReplicaStore {
  return 'databaseStats' in store;
}

/** Whether the store is in a database server. */
export function hasDatabase(settings: StoreSettings): settings is DatabaseStoreSettings {
  return 'DATABASE_URL' in settings && settings.DATABASE_URL !== '';
}

/** What a backup is made of. */
export interface DumpSource extends Pick<DumpableStore, 'dump'> {
  readonly engine: string;
  close(): Promise<void>;
}

/** The same store, to be copied while it is in use by others. `scratch` is a directory for what that needs. */
export function openConfiguredDump(settings: StoreSettings, scratch: string): DumpSource {
  const close = async () => undefined;
  if (!hasDatabase(settings)) {
    const whole = new DatabaseFile({ file: databaseIn(settings.DATA_DIR), scratch });
    return { engine: 'sqlite', dump: () => whole.dump(), close };
  }
  const address = { url: settings.DATABASE_URL, connectTimeout: settings.DATABASE_CONNECT_TIMEOUT_MS };
  return { engine: 'postgres', dump: () => databaseRecords(address), close };
}

async function* databaseRecords(
  address: Pick<PostgresStoreOptions, 'url' | 'connectTimeout'>,
): AsyncGenerator<DumpRecord> {
  const { dumpDatabase } = await import('./postgres/database-dump.ts');
  yield* dumpDatabase(address);
}
