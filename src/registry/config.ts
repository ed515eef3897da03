import { changeUnderGuard, takeGuards } from './change-under-guard.ts';
import type { Dependencies } from './dependencies.ts';
import { type Conditional, requireExpected } from './expectation.ts';
import { canonicalMetadata, type MetadataInput } from './metadata.ts';
import { refusals } from './refusals.ts';
import { type RuleSetInput, validRuleSet } from './rule-set.ts';
import {
  type Config,
  compatibilityLevels,
  compatibilityPolicies,
  globalScope,
  type SettingsScope,
} from './settings.ts';
import { configInScope, configOfScope, type EffectiveConfig, refuseReadOnly } from './settings-in-scope.ts';
import { settingsScope, writableSubject } from './subject-name.ts';

/** A change of config: a key that is absent stays, a key that is null is cleared. */
export interface ConfigUpdate {
  readonly alias?: string | null;
  readonly normalize?: boolean | null;
  readonly validateFields?: boolean | null;
  readonly validateNewSchemas?: boolean | null;
  readonly validateRules?: boolean | null;
  readonly compatibility?: string | null;
  readonly compatibilityPolicy?: string | null;
  readonly compatibilityGroup?: string | null;
  readonly defaultMetadata?: MetadataInput | null;
  readonly overrideMetadata?: MetadataInput | null;
  readonly defaultRuleSet?: RuleSetInput | null;
  readonly overrideRuleSet?: RuleSetInput | null;
}

/**
 * The config of a subject, or the global one when no subject is given. Throws 40408 when the subject has
 * none of its own and `defaultToGlobal` is not asked for.
 */
export async function getConfig(
  deps: Dependencies,
  subjectName: string | undefined,
  options: { readonly defaultToGlobal: boolean },
): Promise<EffectiveConfig> {
  const scope = settingsScope(subjectName);
  if (scope.kind === 'subject' && options.defaultToGlobal) return await configInScope(deps, scope.subject);
  const config = await configOfScope(deps, scope);
  if (!config) throw refusals.compatibilityNotConfigured(subjectOf(scope));
  return config;
}

/** Merges the update into the config and answers the whole. Throws 412, 42203, 42205, 42208 or 42210. */
export async function updateConfig(
  deps: Dependencies,
  subjectName: string | undefined,
  update: ConfigUpdate,
  condition: Conditional<EffectiveConfig> = {},
): Promise<Config> {
  const changes = readUpdate(update);
  const scope = writableScope(subjectName);
  return await changeUnderGuard(deps.store, async () => {
    const guards = await takeGuards(deps.store, guardedScopes(scope));
    if (condition.expects) requireExpected(condition, await configOfScope(deps, scope));
    await refuseReadOnly(deps, scope);
    const old = (await deps.store.config(scope)) ?? {};
    const merged = Object.entries({ ...old, ...changes }).filter(([, value]) => value !== undefined);
    const config: Config = Object.fromEntries(merged);
    const writes = [{ kind: 'set-config', scope, config } as const];
    return { kind: 'change', guards, writes, answer: () => config };
  });
}

/** Removes the config and answers what it was. Throws 40401 when the subject has none, 412, 42205. */
export async function deleteConfig(
  deps: Dependencies,
  subjectName: string | undefined,
  condition: Conditional<EffectiveConfig> = {},
): Promise<EffectiveConfig> {
  const scope = settingsScope(subjectName);
  return await changeUnderGuard(deps.store, async () => {
    const guards = await takeGuards(deps.store, guardedScopes(scope));
    const old = await configOfScope(deps, scope);
    requireExpected(condition, old);
    if (!old) throw refusals.subjectNotFound(subjectOf(scope));
    await refuseReadOnly(deps, scope);
    const writes = [{ kind: 'set-config', scope, config: undefined } as const];
    return { kind: 'change', guards, writes, answer: () => old };
  });
}

/** The scope to write to. Throws 42208 for a name that can't be a subject. */
export function writableScope(subjectName: string | undefined): SettingsScope {
  const scope = settingsScope(subjectName);
  if (scope.kind === 'subject') writableSubject(scope.subject);
  return scope;
}

/** A subject's settings also depend on the global mode. */
export function guardedScopes(scope: SettingsScope): readonly { scope: SettingsScope; changes: boolean }[] {
  if (scope.kind === 'global') return [{ scope, changes: true }];
  return [
    { scope: globalScope, changes: false },
    { scope, changes: true },
  ];
}

/** How messages name whose settings these are: the reference server prints `null` for those of all. */
export function subjectOf(scope: SettingsScope): string {
  return scope.kind === 'subject' ? scope.subject : 'null';
}

/** Keys that are kept as they come. */
const plainKeys = [
  'alias',
  'normalize',
  'validateFields',
  'validateNewSchemas',
  'validateRules',
  'compatibilityGroup',
] as const;

/** What the update says of each key of config; fields that nobody knows are not kept. */
function readUpdate(update: ConfigUpdate): { readonly [K in keyof Config]: Config[K] | undefined } {
  const { compatibility, compatibilityPolicy } = update;
  const level = compatibilityLevels.find((known) => known === compatibility?.toUpperCase());
  const policy = compatibilityPolicies.find((known) => known === compatibilityPolicy?.toUpperCase());
  if (typeof compatibility === 'string' && !level) throw refusals.invalidCompatibilityLevel();
  if (typeof compatibilityPolicy === 'string' && !policy) throw refusals.invalidCompatibilityPolicy();
  const read: Record<string, unknown> = {};
  for (const key of plainKeys) if (update[key] !== undefined) read[key] = update[key];
  if (compatibility !== undefined) read['compatibilityLevel'] = level;
  if (compatibilityPolicy !== undefined) read['compatibilityPolicy'] = policy;
  for (const key of ['defaultMetadata', 'overrideMetadata'] as const) {
    const metadata = update[key];
    if (metadata !== undefined) read[key] = metadata && canonicalMetadata(metadata);
  }
  for (const key of ['defaultRuleSet', 'overrideRuleSet'] as const) {
    const ruleSet = update[key];
    if (ruleSet !== undefined) read[key] = ruleSet && validRuleSet(ruleSet);
  }
  return Object.fromEntries(Object.entries(read).map(([key, value]) => [key, value ?? undefined]));
}
