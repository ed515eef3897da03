import type { OrderedChange } from '../../registry/succession.ts';
import { type BatchOutcome, commitBatch } from './commit-batch.ts';
import type { ChangeOutcome } from './commit-lanes.ts';
import type { Connections } from './connections.ts';
import { classOf } from './error-class.ts';
import type { Resilience } from './resilience.ts';

export interface CommitChangesOptions {
  readonly connections: Connections;
  readonly resilience: Resilience;
  /** Names this store to the others. */
  readonly origin: string;
  /** Told of each transaction that became durable; must not throw. */
  readonly onCommit: (batch: { changes: number; seconds: number }) => void;
}

/** How often a batch is decided anew when others changed the same rows meanwhile. */
const attempts = 4;

/**
 * Commits changes together. When the transaction fails for one of them, each is committed alone. What still
 * loses against others is a conflict: whoever decided it will look again.
 */
export function changeCommitter(
  options: CommitChangesOptions,
): (changes: readonly OrderedChange[]) => Promise<ChangeOutcome[]> {
  const { connections, resilience, origin, onCommit } = options;

  function tryOnce(changes: readonly OrderedChange[]): Promise<BatchOutcome> {
    return resilience.run(() => connections.useRun((run) => commitBatch(run, changes, origin)));
  }

  async function commitTogether(
    changes: readonly OrderedChange[],
  ): Promise<ChangeOutcome[] | { readonly error: unknown }> {
    let error: unknown;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const start = performance.now();
      const outcome = await tryOnce(changes).catch(
        (thrown: unknown): BatchOutcome => ({ kind: 'aborted', error: thrown }),
      );
      if (outcome.kind === 'done') {
        const committed = outcome.results.filter(({ outcome }) => outcome === 'committed').length;
        if (committed > 0) onCommit({ changes: committed, seconds: (performance.now() - start) / 1000 });
        return [...outcome.results];
      }
      error = outcome.error;
      if (classOf(error) !== 'contention') break;
    }
    return { error };
  }

  return async function commitChanges(changes) {
    const together = await commitTogether(changes);
    if (Array.isArray(together)) return together;
    const { error } = together;
    const found = classOf(error);
    // The fault of one: the others need not share its fate.
    if (changes.length > 1 && (found === 'contention' || found === 'refused')) {
      const outcomes: ChangeOutcome[] = [];
      for (const { restsOn, ...change } of changes) {
        const stands = restsOn === undefined || outcomes[restsOn]?.outcome === 'committed';
        outcomes.push(...(stands ? await commitChanges([change]) : [{ outcome: 'conflict' as const }]));
      }
      return outcomes;
    }
    return changes.map(() =>
      found === 'contention' ? { outcome: 'conflict' } : { outcome: 'failed', error },
    );
  };
}
