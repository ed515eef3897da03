import type { DumpableStore } from '../registry/dump.ts';
import type { Store } from '../registry/store.ts';
import { DatabaseFile } from './sqlite/database-file.ts';
import { databaseIn, openSqliteStore, type SqliteStoreOptions } from './sqlite/open-store.ts';

/** The settings that say where the store is. */
export interface StoreSettings {
  readonly DATA_DIR: string;
}

/** Opens the store that the settings name, for this process alone where the engine asks for that. */
export function openConfiguredStore(
  { DATA_DIR }: StoreSettings,
  onCommit?: SqliteStoreOptions['onCommit'],
): Promise<Store & DumpableStore> {
  return openSqliteStore({ directory: DATA_DIR, onCommit });
}

/** What a backup is made of. */
export interface DumpSource extends Pick<DumpableStore, 'dump'> {
  readonly engine: string;
  close(): Promise<void>;
}

/** The same store, to be copied while it is in use by others. `scratch` is a directory for what that needs. */
export function openConfiguredDump({ DATA_DIR }: StoreSettings, scratch: string): DumpSource {
  const whole = new DatabaseFile({ file: databaseIn(DATA_DIR), scratch });
  return { engine: 'sqlite', dump: () => whole.dump(), close: async () => undefined };
}
