import { changeUnderGuard, takeGuards } from './change-under-guard.ts';
import { type ConfigUpdate, readUpdate } from './config-update.ts';
import type { Dependencies } from './dependencies.ts';
import { type Conditional, requireExpected } from './expectation.ts';
import { refusals } from './refusals.ts';
import { type Config, printedSubject } from './settings.ts';
import { configInScope, configOfScope, type EffectiveConfig, refuseReadOnly } from './settings-in-scope.ts';
import { settingsScope } from './subject-name.ts';
import { guardedScopes, writableScope } from './writable-scope.ts';

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
  if (!config) throw refusals.compatibilityNotConfigured(printedSubject(scope));
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
    if (!old) throw refusals.subjectNotFound(printedSubject(scope));
    await refuseReadOnly(deps, scope);
    const writes = [{ kind: 'set-config', scope, config: undefined } as const];
    return { kind: 'change', guards, writes, answer: () => old };
  });
}
