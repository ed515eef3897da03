import type { DatabaseSync } from 'node:sqlite';
import type { GuardScope } from '../../registry/store.ts';
import { subjectKey } from './subject-key.ts';

/** What every scope has; a subject's row also keeps the revision of its referrers. */
export interface ScopeRow {
  readonly id: number;
  readonly revision: number;
  readonly referrers_revision: number;
}

/** The revision of the scope itself, out of the row it is kept in. */
export function revisionOf(scope: GuardScope, row: ScopeRow | undefined): number {
  return (scope.kind === 'referrers' ? row?.referrers_revision : row?.revision) ?? 0;
}

/** Where the rows of scopes are found, or made when first needed. */
export interface ScopeRows {
  find(scope: GuardScope): ScopeRow | undefined;
  idOf(scope: GuardScope): number;
  idOfSubject(subject: string): number;
}

/** Prepares the statements; every call runs in the caller's transaction. */
export function scopeRows(database: DatabaseSync): ScopeRows {
  const columns = 'id, revision, referrers_revision';
  const global = database.prepare(`SELECT ${columns} FROM scopes WHERE id = 0`);
  const bySubject = database.prepare(`SELECT ${columns} FROM scopes WHERE subject = ?`);
  const insert = database.prepare('INSERT INTO scopes (subject) VALUES (?)');

  function find(scope: GuardScope): ScopeRow | undefined {
    const row = scope.kind === 'global' ? global.get() : bySubject.get(subjectKey(scope.subject));
    return row as ScopeRow | undefined;
  }

  function idOf(scope: GuardScope): number {
    if (scope.kind === 'global') return 0;
    return find(scope)?.id ?? Number(insert.run(subjectKey(scope.subject)).lastInsertRowid);
  }

  return { find, idOf, idOfSubject: (subject) => idOf({ kind: 'subject', subject }) };
}
