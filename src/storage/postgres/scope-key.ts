import type { GuardScope } from '../../registry/store.ts';
import { subjectKey, subjectOfKey } from './subject-key.ts';

const kinds = { global: 0, subject: 1, referrers: 2 } as const;

/** Under what a scope is stored: one byte for its kind, then its subject's key. */
export function scopeKey(scope: GuardScope): Buffer {
  const kind = Buffer.of(kinds[scope.kind]);
  return scope.kind === 'global' ? kind : Buffer.concat([kind, subjectKey(scope.subject)]);
}

/** Bounds of the keys of subjects' own scopes, the upper one excluded. */
export const subjectScopes = { from: Buffer.of(kinds.subject), to: Buffer.of(kinds.referrers) } as const;

/** The scope that `scopeKey` was given. */
export function scopeOfKey(key: Buffer): GuardScope {
  const kind = key[0];
  if (kind === kinds.global) return { kind: 'global' };
  const subject = subjectOfKey(Buffer.from(key.subarray(1)));
  return { kind: kind === kinds.subject ? 'subject' : 'referrers', subject };
}
