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
  /** To be called when a row may have changed, or be gone again. */
  forget(): void;
}

/**
 * Prepares the statements; every call runs in the caller's transaction. The last subject's row is remembered, as one
 * change asks for it several times.
 */
export function scopeRows(database: DatabaseSync): ScopeRows {
  const columns = 'id, revision, referrers_revision';
  const global = database.prepare(`SELECT ${columns} FROM scopes WHERE id = 0`);
  const bySubject = database.prepare(`SELECT ${columns} FROM scopes WHERE subject = ?`);
  const insert = database.prepare('INSERT INTO scopes (subject) VALUES (?)');

  let known: { readonly subject: string; readonly row: ScopeRow | undefined } | undefined;

  function rowOf(subject: string): ScopeRow | undefined {
    if (known?.subject !== subject) {
      known = { subject, row: bySubject.get(subjectKey(subject)) as ScopeRow | undefined };
    }
    return known.row;
  }

  function idOfSubject(subject: string): number {
    const found = rowOf(subject);
    if (found) return found.id;
    const id = Number(insert.run(subjectKey(subject)).lastInsertRowid);
    known = { subject, row: { id, revision: 0, referrers_revision: 0 } };
    return id;
  }

  return {
    find: (scope) =>
      scope.kind === 'global' ? (global.get() as ScopeRow | undefined) : rowOf(scope.subject),
    idOf: (scope) => (scope.kind === 'global' ? 0 : idOfSubject(scope.subject)),
    idOfSubject,
    forget() {
      known = undefined;
    },
  };
}
