import { globalScope, type SettingsScope } from './settings.ts';
import { settingsScope, writableSubject } from './subject-name.ts';

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
