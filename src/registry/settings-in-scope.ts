import type { Dependencies } from './dependencies.ts';
import { refusals } from './refusals.ts';
import {
  type Config,
  globalScope,
  type Mode,
  printedSubject,
  type SettingsScope,
  subjectScope,
} from './settings.ts';

/** A config that says its level. */
export type EffectiveConfig = Config & Required<Pick<Config, 'compatibilityLevel'>>;

/**
 * The config that holds for a subject: its own, which takes from the global one only what concerns
 * checking, else the global one, else the defaults. A config of its own without a level has the default
 * level, not the global one, as the Confluent API has it.
 */
export async function configInScope(deps: Dependencies, subject: string): Promise<EffectiveConfig> {
  const [own, global] = await Promise.all([
    deps.store.config(subjectScope(subject)),
    deps.store.config(globalScope),
  ]);
  if (!own) return withLevel(deps, global ?? {});
  const inherited = {
    normalize: global?.normalize,
    validateFields: global?.validateFields,
    validateNewSchemas: global?.validateNewSchemas,
    validateRules: global?.validateRules,
    compatibilityPolicy: global?.compatibilityPolicy,
    compatibilityGroup: global?.compatibilityGroup,
  };
  const set = Object.entries(inherited).filter(([, value]) => value !== undefined);
  return withLevel(deps, { ...Object.fromEntries(set), ...own });
}

/** The scope's own config with its level, undefined when a subject has none. The global one always exists. */
export async function configOfScope(
  deps: Dependencies,
  scope: SettingsScope,
): Promise<EffectiveConfig | undefined> {
  const config = await deps.store.config(scope);
  if (!config && scope.kind === 'subject') return undefined;
  return withLevel(deps, config ?? {});
}

/** The mode that holds for a subject: READONLY_OVERRIDE for all, else its own, else that for all. */
export async function modeInScope(deps: Dependencies, subject: string): Promise<Mode> {
  const [own, global] = await Promise.all([
    deps.store.mode(subjectScope(subject)),
    deps.store.mode(globalScope),
  ]);
  if (global === 'READONLY_OVERRIDE') return global;
  return own ?? global ?? 'READWRITE';
}

/** Throws 42205 when the subject, or everything, is read-only. */
export async function refuseReadOnly(deps: Dependencies, scope: SettingsScope): Promise<void> {
  const mode =
    scope.kind === 'subject'
      ? await modeInScope(deps, scope.subject)
      : ((await deps.store.mode(globalScope)) ?? 'READWRITE');
  if (mode === 'READONLY' || mode === 'READONLY_OVERRIDE') {
    throw refusals.readOnly(printedSubject(scope));
  }
}

function withLevel(deps: Dependencies, config: Config): EffectiveConfig {
  return { ...config, compatibilityLevel: config.compatibilityLevel ?? deps.defaultLevel };
}
