import type { SettingsScope } from '../../registry/settings.ts';
import { globalScope, subjectScope } from '../../registry/settings.ts';
import type { GuardScope } from '../../registry/store.ts';
import { subjectKey, subjectOfKey } from './subject-key.ts';

const kinds = { global: 0, subject: 1 } as const;

/**
 * Under what a scope is stored: one byte for its kind, then its subject's key. A subject and its referrers
 * share a row.
 */
export function scopeKey(scope: GuardScope): Buffer {
  if (scope.kind === 'global') return Buffer.of(kinds.global);
  return Buffer.concat([Buffer.of(kinds.subject), subjectKey(scope.subject)]);
}

/** The scope of settings whose key this is. */
export function settingsScopeOf(key: Buffer): SettingsScope {
  if (key[0] === kinds.global) return globalScope;
  return subjectScope(subjectOfKey(Buffer.from(key.subarray(1))));
}

/** What tells a scope from all others, its referrers from the subject too. */
export function scopeName(scope: GuardScope): string {
  return scope.kind === 'global' ? scope.kind : `${scope.kind} ${scope.subject}`;
}
