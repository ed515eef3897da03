import { Command } from 'commander';
import { planDirectory } from '../jobs/apply-tree.ts';
import { renderPlan } from '../schema-tree/render-plan.ts';
import type { CommandEnvironment } from './environment.ts';
import { DifferenceError } from './exit-codes.ts';
import { answer } from './output.ts';
import { settingsOf } from './settings.ts';
import { planView, refuseProblems, type TreeFlags, treeDirectory, treeOptions } from './tree.ts';

/** `schemagate plan` */
export function planCommand(environment: CommandEnvironment): Command {
  return treeOptions(
    new Command('plan').description('show what applying a schema directory would change, and change nothing'),
  ).action(async (given: string | undefined, { url, prune = false, json }: TreeFlags) => {
    const settings = settingsOf(environment);
    const plan = await planDirectory(treeDirectory(given, settings), settings, { url, prune });
    environment.write(answer(json, planView(plan), renderPlan(plan).trimEnd()));
    refuseProblems(plan.problems);
    if (plan.steps.length > 0) throw new DifferenceError('the registry is not as declared');
  });
}
