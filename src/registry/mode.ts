import { changeUnderGuard, type Outcome, takeGuards } from './change-under-guard.ts';
import type { Dependencies } from './dependencies.ts';
import { type Conditional, requireExpected } from './expectation.ts';
import { refusals } from './refusals.ts';
import { type Mode, modes, printedSubject, type SettingsScope, subjectScope } from './settings.ts';
import { modeInScope } from './settings-in-scope.ts';
import type { Guard, Write } from './store.ts';
import { settingsScope } from './subject-name.ts';
import { guardedScopes, writableScope } from './writable-scope.ts';

const served: ReadonlySet<Mode> = new Set(['READWRITE', 'READONLY', 'READONLY_OVERRIDE']);

/**
 * The mode of a subject, or the global one when no subject is given. Throws 40409 when the subject has none
 * of its own and `defaultToGlobal` is not asked for.
 */
export async function getMode(
  deps: Dependencies,
  subjectName: string | undefined,
  options: { readonly defaultToGlobal: boolean },
): Promise<Mode> {
  const scope = settingsScope(subjectName);
  if (scope.kind === 'global') return (await deps.store.mode(scope)) ?? 'READWRITE';
  if (options.defaultToGlobal) return await modeInScope(deps, scope.subject);
  const mode = await deps.store.mode(scope);
  if (!mode) throw refusals.modeNotConfigured(scope.subject);
  return mode;
}

/** Sets the mode; it can be changed in every mode. Throws 412, 42204 or 42208. */
export async function updateMode(
  deps: Dependencies,
  subjectName: string | undefined,
  wanted: string,
  condition: Conditional<Mode> = {},
): Promise<Mode> {
  const scope = writableScope(subjectName);
  const mode = modes.find((known) => known === wanted.toUpperCase());
  if (!mode) throw refusals.invalidMode();
  if (!served.has(mode)) throw refusals.unsupportedMode(mode);
  return await changeUnderGuard(deps.store, async () => {
    const guards = await takeGuards(deps.store, guardedScopes(scope));
    if (condition.expects) requireExpected(condition, await modeOfScope(deps, scope));
    return { kind: 'change', guards, writes: [{ kind: 'set-mode', scope, mode }], answer: () => mode };
  });
}

/**
 * Removes the mode and answers what it was. `recursive` on the global mode removes those of all subjects
 * too. Throws 40401 when the subject has none, 412.
 */
export async function deleteMode(
  deps: Dependencies,
  subjectName: string | undefined,
  options: { readonly recursive: boolean } & Conditional<Mode>,
): Promise<Mode> {
  const scope = settingsScope(subjectName);
  return await changeUnderGuard(deps.store, async (): Promise<Outcome<Mode>> => {
    const guards = await takeGuards(deps.store, guardedScopes(scope));
    const old = await modeOfScope(deps, scope);
    requireExpected(options, old);
    if (!old) throw refusals.subjectNotFound(printedSubject(scope));
    const others = scope.kind === 'global' && options.recursive ? await deps.store.subjectsWithMode() : [];
    return {
      kind: 'change',
      guards: [...guards, ...others.map(blindChange)],
      writes: [scope, ...others.map(subjectScope)].map(withoutMode),
      answer: () => old,
    };
  });
}

/** The scope's own mode; the registry always has one. */
async function modeOfScope(deps: Dependencies, scope: SettingsScope): Promise<Mode | undefined> {
  return (await deps.store.mode(scope)) ?? (scope.kind === 'global' ? 'READWRITE' : undefined);
}

function withoutMode(scope: SettingsScope): Write {
  return { kind: 'set-mode', scope, mode: undefined };
}

function blindChange(subject: string): Guard {
  return { scope: subjectScope(subject), revision: 'any', changes: true };
}
