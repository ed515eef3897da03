import { Command } from 'commander';
import { applyDirectory } from '../jobs/apply-tree.ts';
import { reasonOf } from '../schema-tree/reason.ts';
import { renderPlan } from '../schema-tree/render-plan.ts';
import { describeStep } from '../schema-tree/step.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer } from './output.ts';
import { settingsOf } from './settings.ts';
import { planView, refuseProblems, type TreeFlags, treeDirectory, treeOptions } from './tree.ts';

/** `schemagate apply` */
export function applyCommand(environment: CommandEnvironment): Command {
  return treeOptions(
    new Command('apply').description(
      'change a registry to what a schema directory declares: all of it or nothing',
    ),
  ).action(async (given: string | undefined, { url, prune = false, json }: TreeFlags) => {
    const settings = settingsOf(environment);
    const { plan, applied } = await applyDirectory(treeDirectory(given, settings), settings, { url, prune });
    const count = applied.taken.length;
    const sentence = `applied ${count} of ${plan.steps.length} changes`;
    environment.write(answer(json, { ...planView(plan), applied: count }, `${renderPlan(plan)}${sentence}`));
    refuseProblems(plan.problems);
    if (!applied.failed) return;
    const { step, error } = applied.failed;
    throw new Error(
      `${sentence}; could not ${describeStep(step)} (${step.place.path}): ` +
        `${reasonOf(error)}; apply again to go on from there`,
      { cause: error },
    );
  });
}
