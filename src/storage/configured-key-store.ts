import type { KeyStore } from '../access/key-store.ts';
import { hasDatabase, type StoreSettings } from './configured-store.ts';

/** The API keys of the store that the settings name; connects or opens a file when it is needed. */
export async function configuredKeyStore(settings: StoreSettings): Promise<KeyStore> {
  // Each engine is loaded when it is needed.
  if (!hasDatabase(settings)) {
    const { SqliteKeyStore } = await import('./sqlite/key-store.ts');
    return new SqliteKeyStore(settings.DATA_DIR);
  }
  const { PostgresKeyStore } = await import('./postgres/key-store.ts');
  return new PostgresKeyStore({
    url: settings.DATABASE_URL,
    connectTimeout: settings.DATABASE_CONNECT_TIMEOUT_MS,
    statementTimeout: settings.DATABASE_STATEMENT_TIMEOUT_MS,
    idleTimeout: settings.DATABASE_IDLE_TIMEOUT_MS,
  });
}

/**
 * The same for whoever comes without a store that is open: a database gets its layout first, when the settings
 * allow that.
 * @throws StoreOpenError
 */
export async function prepareKeyStore(settings: StoreSettings): Promise<KeyStore> {
  if (hasDatabase(settings)) {
    const { assertMigrated, migrateUp } = await import('./postgres/migrate.ts');
    const target = { url: settings.DATABASE_URL, connectTimeout: settings.DATABASE_CONNECT_TIMEOUT_MS };
    await (settings.MIGRATE === 'off' ? assertMigrated(target) : migrateUp(target));
  }
  return configuredKeyStore(settings);
}
