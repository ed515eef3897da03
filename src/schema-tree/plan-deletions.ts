import { loadingOrder } from './loading-order.ts';
import type { Problem } from './model.ts';
import type { HeldVersion } from './port.ts';
import { heldSubject, type Snapshot } from './snapshot.ts';
import type { Step } from './step.ts';

/** Deletes versions, each before what it refers to. */
export function planDeletions(
  versions: readonly HeldVersion[],
  snapshot: Snapshot,
): { readonly steps: readonly Step[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const orderable = versions.map((held) => ({ ...held, references: held.schema.references }));
  const steps = loadingOrder(orderable)
    .map(({ subject, version }): Step => {
      const alias = heldSubject(snapshot, subject).settings.config?.alias;
      if (alias !== undefined) {
        // The registry would delete from the subject that the alias names.
        const reason = `Version ${version} of "${subject}" can't be deleted while "${alias}" is its alias`;
        problems.push({ path: '', reason });
      }
      return { kind: 'delete', place: { path: '' }, subject, version };
    })
    .reverse();
  return { steps, problems };
}
