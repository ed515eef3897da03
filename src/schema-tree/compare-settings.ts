import type { Config, SettingsScope } from '../registry/settings.ts';
import type { DeclaredConfig, DeclaredSettings, Place } from './model.ts';
import type { HeldSettings } from './port.ts';
import { configKeys, configOf, settingName } from './settings-fields.ts';
import type { Step } from './step.ts';

export interface SettingsDifference {
  /** To have what is declared. */
  readonly steps: readonly Step[];
  /** To have, after these, no more than that. */
  readonly removals: readonly Step[];
}

/** How a scope's settings differ from those declared. What is not declared is left as it is, or removed. */
export function compareSettings(
  scope: SettingsScope,
  declared: DeclaredSettings,
  held: HeldSettings,
  tellsUnsetLevels: boolean,
): SettingsDifference {
  const config = compareConfig(scope, declared, held.config, tellsUnsetLevels);
  const place = placeOf(declared, 'mode');
  const wanted = declared.mode === undefined ? held.mode : (declared.mode ?? undefined);
  const set: Step = { kind: 'mode', scope, place, from: held.mode, to: wanted };
  // Over HTTP the global mode always has a value, whether set or not.
  const mayBeDefault = scope.kind === 'global' && !tellsUnsetLevels;
  const removable = declared.mode === undefined && held.mode !== undefined && !mayBeDefault;
  return {
    steps: [...config.steps, ...(wanted === held.mode ? [] : [set])],
    removals: [...config.removals, ...(removable ? [{ ...set, to: undefined }] : [])],
  };
}

function compareConfig(
  scope: SettingsScope,
  settings: DeclaredSettings,
  held: Config | undefined,
  tellsUnsetLevels: boolean,
): SettingsDifference {
  const level = held?.compatibilityLevel;
  const mayBeDefault = !tellsUnsetLevels && level !== undefined && !settings.config.compatibilityLevel;
  const kept: DeclaredConfig = mayBeDefault ? { compatibilityLevel: level } : {};
  const declared = configOf({ ...settings.config, ...kept });
  const wanted = declared && configOf({ ...held, ...settings.config, ...kept });
  const changed = configKeys.find((key) => !same(wanted?.[key], held?.[key]));
  const isNew = wanted !== undefined && held === undefined;
  const place = placeOf(settings, changed === undefined ? 'compatibility' : settingName(changed));
  const set: Step = { kind: 'config', scope, place, from: held, to: wanted };
  const after = wanted ?? held;
  const surplus = after !== undefined && configKeys.some((key) => !same(after[key], declared?.[key]));
  const trim: Step = { kind: 'config', scope, place: { path: settings.path }, from: after, to: declared };
  return {
    steps: wanted !== undefined && (changed !== undefined || isNew) ? [set] : [],
    removals: surplus || (after !== undefined && declared === undefined) ? [trim] : [],
  };
}

function placeOf({ path, lines }: DeclaredSettings, name: string): Place {
  return { path, line: lines.get(name) };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
