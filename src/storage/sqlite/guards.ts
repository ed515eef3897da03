import type { DatabaseSync } from 'node:sqlite';
import type { Guard } from '../../registry/store.ts';
import { assertCurrent } from './conflict.ts';
import type { ScopeRows } from './scope-rows.ts';
import { revisionOf } from './scope-rows.ts';

/** Prepares what checks a change's guards and lets the revisions grow that it changes. */
export function guardCheck(database: DatabaseSync, scopes: ScopeRows): (guards: readonly Guard[]) => void {
  const bump = database.prepare('UPDATE scopes SET revision = revision + 1 WHERE id = ?');
  const bumpReferrers = database.prepare(
    'UPDATE scopes SET referrers_revision = referrers_revision + 1 WHERE id = ?',
  );
  return (guards) => {
    // All are compared before one grows, and each grows once: two guards may name the same scope.
    for (const { scope, revision } of guards) {
      if (revision === 'any') continue;
      assertCurrent(revisionOf(scope, scopes.find(scope)) === revision, 'the revision of a guard');
    }
    const changed = new Set<number>();
    const changedReferrers = new Set<number>();
    for (const { scope, changes } of guards) {
      if (changes) (scope.kind === 'referrers' ? changedReferrers : changed).add(scopes.idOf(scope));
    }
    for (const id of changed) bump.run(id);
    for (const id of changedReferrers) bumpReferrers.run(id);
  };
}
