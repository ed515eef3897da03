import type { DatabaseStoreSettings } from '../../../src/storage/configured-store.ts';

/** The settings of a service in a database on this machine. */
export function databaseSettings(url: string): DatabaseStoreSettings {
  return {
    DATA_DIR: '',
    DATABASE_URL: url,
    DATABASE_POOL_MAX: 4,
    DATABASE_REPLICAS: 1,
    DATABASE_CONNECT_TIMEOUT_MS: 5000,
    DATABASE_STATEMENT_TIMEOUT_MS: 5000,
    DATABASE_IDLE_TIMEOUT_MS: 10_000,
  };
}
