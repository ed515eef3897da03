import { Command } from 'commander';
import { type AppliedTree, applyDirectory } from '../jobs/apply-tree.ts';
import { recorded } from '../jobs/recorded.ts';
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
    const directory = treeDirectory(given, settings);
    const act = () => applyDirectory(directory, settings, { url, prune });
    // A service that is asked by its URL records what it does.
    const { plan, applied } = await (url === undefined ? recordedApply(environment, directory, act) : act());
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

function recordedApply(
  environment: CommandEnvironment,
  directory: string,
  act: () => Promise<AppliedTree>,
): Promise<AppliedTree> {
  return recorded(
    {
      settings: settingsOf(environment),
      event: 'schema-directory.applied',
      fails: ({ plan, applied }) => plan.problems.length > 0 || applied.failed !== undefined,
      tell: environment.tell,
      details: ({ plan, applied }) => ({
        directory,
        problems: plan.problems.length,
        applied: applied.taken.length,
        // The rest is in the directory's own history.
        changes: applied.taken.slice(0, 20).map(describeStep),
      }),
    },
    act,
  );
}
