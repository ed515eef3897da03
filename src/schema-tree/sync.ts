import type { SchemaTree } from './model.ts';
import { makePlan, type Plan } from './plan.ts';
import type { RegistryPort } from './port.ts';
import { withLines } from './problem-lines.ts';
import { type RehearsalRules, rehearse } from './rehearse.ts';
import { takeSnapshot } from './snapshot.ts';
import { type Step, takeStep } from './step.ts';

export interface SyncOptions extends RehearsalRules {
  /** Also take away what the tree does not declare. */
  readonly prune: boolean;
}

/** What `tree` would change in the registry, with all that stands in its way. Rejects when the port can't be asked. */
export async function planTree(port: RegistryPort, tree: SchemaTree, options: SyncOptions): Promise<Plan> {
  const snapshot = await takeSnapshot(port, tree, options.prune);
  const { tellsUnsetLevels } = port;
  const plan = await rehearse(makePlan(tree, snapshot, { ...options, tellsUnsetLevels }), snapshot, options);
  return { ...plan, problems: await withLines(plan.problems, tree.directory) };
}

export interface Applied {
  /** Steps taken, in order. */
  readonly taken: readonly Step[];
  /** The step at which it ended early: those behind it were not taken. */
  readonly failed?: { readonly step: Step; readonly error: unknown } | undefined;
}

/**
 * Takes the steps of a plan that nothing stands in the way of. What another writer changed since may still
 * stop it half way; planning and applying once more then goes on from there.
 */
export async function applyPlan(port: RegistryPort, plan: Plan): Promise<Applied> {
  if (plan.problems.length > 0) throw new TypeError('A plan with problems is not to be applied');
  const taken: Step[] = [];
  for (const step of plan.steps) {
    try {
      await takeStep(port, step);
    } catch (error) {
      return { taken, failed: { step, error } };
    }
    taken.push(step);
  }
  return { taken };
}
