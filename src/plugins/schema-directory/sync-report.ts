import type { Place, Problem } from '../../schema-tree/model.ts';
import type { Plan, Undeclared } from '../../schema-tree/plan.ts';
import type { Applied } from '../../schema-tree/sync.ts';

/** What became of a sync. */
export interface SyncReport {
  /**
   * `unchanged`: the registry held all that is declared. `refused`: something stands in the way, and nothing was
   * changed. `failed`: the directory or the store could not be read, or a step not be taken, though it should;
   * those before it were.
   */
  readonly outcome: 'unchanged' | 'applied' | 'refused' | 'failed';
  /** All that the tree would have changed, in order. */
  readonly changes: readonly ({ readonly change: string } & Place)[];
  /** How many of them were made. */
  readonly applied: number;
  readonly problems: readonly Problem[];
  readonly undeclared: readonly Undeclared[];
  /** Paths that others than their owner may write to. */
  readonly loose: readonly string[];
  /** Why it failed. */
  readonly cause?: unknown;
}

/** What a synchronization came to; `applied` is undefined when nothing was tried. */
export function outcomeOf(plan: Plan, applied: Applied | undefined): SyncReport['outcome'] {
  if (!applied) return 'refused';
  if (applied.failed) return 'failed';
  return plan.steps.length === 0 ? 'unchanged' : 'applied';
}
