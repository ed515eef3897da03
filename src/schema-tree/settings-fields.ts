import {
  type Config,
  compatibilityLevels,
  compatibilityPolicies,
  type Mode,
  modes,
} from '../registry/settings.ts';
import { readMetadata, readRuleSet } from './attachment-fields.ts';
import type { DeclaredConfig, DeclaredSettings } from './model.ts';
import type { YamlValue } from './yaml-value.ts';

/** How each key of config is called in a file, and read. */
const readers: { readonly [Key in keyof Config]-?: readonly [string, (value: YamlValue) => Config[Key]] } = {
  compatibilityLevel: ['compatibility', (value) => value.oneOf(compatibilityLevels)],
  compatibilityPolicy: ['compatibilityPolicy', (value) => value.oneOf(compatibilityPolicies)],
  compatibilityGroup: ['compatibilityGroup', (value) => value.text()],
  alias: ['alias', (value) => value.text()],
  normalize: ['normalize', (value) => value.flag()],
  validateFields: ['validateFields', (value) => value.flag()],
  validateNewSchemas: ['validateNewSchemas', (value) => value.flag()],
  validateRules: ['validateRules', (value) => value.flag()],
  defaultMetadata: ['defaultMetadata', readMetadata],
  overrideMetadata: ['overrideMetadata', readMetadata],
  defaultRuleSet: ['defaultRuleSet', readRuleSet],
  overrideRuleSet: ['overrideRuleSet', readRuleSet],
};

export const configKeys = Object.keys(readers) as readonly (keyof Config)[];
/** Keys of the files that say settings. */
export const settingNames: readonly string[] = [...Object.values(readers).map(([name]) => name), 'mode'];

/** The name of a key of config in files and in requests that change it. */
export function settingName(key: keyof Config): string {
  return readers[key][0];
}

/**
 * The settings that a file declares; null is to remove one.
 * @param path of the file, for messages
 */
export function readSettings(path: string, fields: ReadonlyMap<string, YamlValue>): DeclaredSettings {
  const config: Record<string, unknown> = {};
  const lines = new Map<string, number>();
  for (const [key, [name, read]] of Object.entries(readers)) {
    const value = fields.get(name);
    if (value === undefined) continue;
    lines.set(name, value.line);
    config[key] = value.isNull ? null : read(value);
  }
  const mode = fields.get('mode');
  if (mode) lines.set('mode', mode.line);
  return { path, config, mode: mode && readMode(mode), lines };
}

function readMode(value: YamlValue): Mode | null | undefined {
  return value.isNull ? null : value.oneOf(modes);
}

/** Settings as `readSettings` reads them. A config that sets nothing is told from none by a level of null. */
export function writeSettings(config: Config | undefined, mode: Mode | undefined): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  if (config && Object.keys(config).length === 0) written[settingName('compatibilityLevel')] = null;
  for (const key of configKeys) {
    if (config?.[key] !== undefined) written[settingName(key)] = config[key];
  }
  return mode === undefined ? written : { ...written, mode };
}

/** The config that declared keys make when there was none; undefined when none is declared. */
export function configOf(declared: DeclaredConfig): Config | undefined {
  const entries = Object.entries(declared);
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
}
