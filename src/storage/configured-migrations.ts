import { hasDatabase, type StoreSettings } from './configured-store.ts';
import type { DownOptions, DownResult, MigrationStatus } from './migrations/runner.ts';
import type { Migration } from './migrations/scripts.ts';

/** The migrations of one store. */
export interface StoreMigrations {
  /** Applies what is pending and resolves with its names. */
  up(): Promise<readonly string[]>;
  /** Takes back the last ones, unless something is lost that may not be. */
  down(options: DownOptions): Promise<DownResult>;
  status(): Promise<MigrationStatus>;
}

/**
 * Those of the store that the settings name. Each rejects with a sentence for the operator.
 * `migrations`: other ones than this program's.
 */
export async function configuredMigrations(
  settings: StoreSettings,
  migrations?: readonly Migration[],
): Promise<StoreMigrations> {
  // Each engine is loaded when it is needed.
  if (!hasDatabase(settings)) {
    const engine = await import('./sqlite/migrate.ts');
    return bound(engine, { directory: settings.DATA_DIR, migrations });
  }
  const engine = await import('./postgres/migrate.ts');
  const { DATABASE_URL: url, DATABASE_CONNECT_TIMEOUT_MS: connectTimeout } = settings;
  return bound(engine, { url, connectTimeout, migrations });
}

interface Engine<Options> {
  migrateUp(options: Options): Promise<readonly string[]>;
  migrateDown(options: Options, how: DownOptions): Promise<DownResult>;
  migrationStatus(options: Options): Promise<MigrationStatus>;
}

function bound<Options>(engine: Engine<Options>, options: Options): StoreMigrations {
  return {
    up: () => engine.migrateUp(options),
    down: (how) => engine.migrateDown(options, how),
    status: () => engine.migrationStatus(options),
  };
}
