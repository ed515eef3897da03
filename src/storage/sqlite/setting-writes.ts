import type { DatabaseSync } from 'node:sqlite';
import type { Config, Mode, SettingsScope } from '../../registry/settings.ts';
import { toJson } from '../common/json-column.ts';
import type { ScopeRows } from './scope-rows.ts';

export interface SettingWrites {
  setConfig(scope: SettingsScope, config: Config | undefined): void;
  setMode(scope: SettingsScope, mode: Mode | undefined): void;
  setProperty(name: string, value: string): void;
}

/** Prepares the statements; every call runs in the caller's transaction. */
export function settingWrites(database: DatabaseSync, scopes: ScopeRows): SettingWrites {
  const config = database.prepare('UPDATE scopes SET config = ? WHERE id = ?');
  const mode = database.prepare('UPDATE scopes SET mode = ? WHERE id = ?');
  const property = database.prepare(
    'INSERT INTO properties (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    setConfig(scope, value) {
      config.run(toJson(value), scopes.idOf(scope));
    },
    setMode(scope, value) {
      mode.run(value ?? null, scopes.idOf(scope));
    },
    setProperty(name, value) {
      property.run(name, value);
    },
  };
}
