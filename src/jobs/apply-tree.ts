import type { Config } from '../config.ts';
import type { Plan } from '../schema-tree/plan.ts';
import { readTree } from '../schema-tree/read-tree.ts';
import { type Applied, applyPlan, planTree } from '../schema-tree/sync.ts';
import { openTreeTarget } from './tree-target.ts';

export interface TreeOptions {
  /** Where the registry runs; undefined for the configured store. */
  readonly url: string | undefined;
  /** Also take away what the tree does not declare. */
  readonly prune: boolean;
}

export interface AppliedTree {
  readonly plan: Plan;
  readonly applied: Applied;
}

/** What the tree in a directory would change in a registry. */
export async function planDirectory(
  directory: string,
  settings: Config,
  options: TreeOptions,
): Promise<Plan> {
  const tree = await readTree(directory);
  await using target = await openTreeTarget(settings, options.url);
  return await planTree(target.port, tree, { ...target.rules, prune: options.prune });
}

/** Changes a registry to what the tree in a directory declares; nothing while the plan has problems. */
export async function applyDirectory(
  directory: string,
  settings: Config,
  options: TreeOptions,
): Promise<AppliedTree> {
  const tree = await readTree(directory);
  await using target = await openTreeTarget(settings, options.url);
  const plan = await planTree(target.port, tree, { ...target.rules, prune: options.prune });
  const applied = plan.problems.length > 0 ? { taken: [] } : await applyPlan(target.port, plan);
  return { plan, applied };
}
