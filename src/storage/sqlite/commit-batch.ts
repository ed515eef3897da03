import type { DatabaseSync } from 'node:sqlite';
import type { Change, CommitResult } from '../../registry/store.ts';
import type { OrderedChange } from '../../registry/succession.ts';
import type { ApplyChange } from './apply-change.ts';
import { changeApplier } from './apply-change.ts';
import { isConflict } from './conflict.ts';

/** `reason`: what SQLite said, for the operator's eyes only. */
export type ChangeResult = CommitResult | { readonly outcome: 'failed'; readonly reason: string };

export interface BatchResult {
  /** One for each change, in order. */
  readonly results: readonly ChangeResult[];
  /** How long the transaction took. */
  readonly seconds: number;
}

export type CommitBatch = (changes: readonly OrderedChange[]) => BatchResult;

/**
 * Prepares what commits several changes in one transaction, each in a savepoint, so that one that
 * conflicts or fails leaves the others alone. Returns when all is durable, or when none of it is: then all
 * results are 'failed'.
 */
export function batchCommitter(database: DatabaseSync): CommitBatch {
  const apply = inSavepoint(database, changeApplier(database));
  return (changes) => {
    const start = performance.now();
    const results = commitAll(database, apply, changes);
    return { results, seconds: (performance.now() - start) / 1000 };
  };
}

type ApplyAlone = (change: Change) => ChangeResult;

function commitAll(
  database: DatabaseSync,
  apply: ApplyAlone,
  changes: readonly OrderedChange[],
): ChangeResult[] {
  try {
    database.exec('BEGIN IMMEDIATE');
    const results: ChangeResult[] = [];
    for (const change of changes) {
      const stands = change.restsOn === undefined || results[change.restsOn]?.outcome === 'committed';
      results.push(stands ? apply(change) : { outcome: 'conflict' });
    }
    database.exec('COMMIT');
    return results;
  } catch (error) {
    // Some errors have ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    return changes.map(() => ({ outcome: 'failed', reason: String(error) }));
  }
}

function inSavepoint(database: DatabaseSync, apply: ApplyChange): ApplyAlone {
  const begin = database.prepare('SAVEPOINT change');
  const undo = database.prepare('ROLLBACK TO change');
  const end = database.prepare('RELEASE change');
  return (change) => {
    begin.run();
    const result = tryApply(database, apply, change);
    if (result.outcome !== 'committed') undo.run();
    end.run();
    return result;
  };
}

function tryApply(database: DatabaseSync, apply: ApplyChange, change: Change): ChangeResult {
  try {
    return { outcome: 'committed', schemaIds: apply(change) };
  } catch (error) {
    if (isConflict(error)) return { outcome: 'conflict' };
    if (!database.isTransaction) throw error;
    return { outcome: 'failed', reason: String(error) };
  }
}
