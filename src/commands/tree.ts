import type { Command } from 'commander';
import type { Config } from '../config.ts';
import type { Problem } from '../schema-tree/model.ts';
import type { Plan } from '../schema-tree/plan.ts';
import { describeStep } from '../schema-tree/step.ts';
import { UsageError } from './exit-codes.ts';

/** What the commands for schema directories take. */
export interface TreeFlags {
  readonly url?: string;
  readonly prune?: boolean;
  readonly json?: true;
}

/** What `plan` and `apply` both take. */
export function treeOptions(command: Command): Command {
  return command
    .argument('[directory]', 'schema directory; without it SCHEMA_DIR')
    .option(
      '--url <url>',
      'registry that runs there; without it the configured store, which no service may use',
    )
    .option('--prune', 'also delete versions and settings that the directory does not declare')
    .option('--json', 'answer in JSON');
}

/**
 * The directory that a command names, else that of the settings.
 * @throws UsageError when there is neither
 */
export function treeDirectory(given: string | undefined, { SCHEMA_DIR }: Config): string {
  const directory = given ?? SCHEMA_DIR;
  if (directory === '') throw new UsageError('No schema directory: set SCHEMA_DIR, or give one');
  return directory;
}

/** @throws Error when there is a problem; they have been told already */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new Error(
    `${problems.length} ${problems.length === 1 ? 'problem is' : 'problems are'} in the way; nothing was changed`,
  );
}

/** A plan for programs. */
export function planView({ steps, problems, undeclared }: Plan): object {
  return {
    changes: steps.map((step) => Object.assign({ change: describeStep(step) }, step.place)),
    problems,
    undeclared,
  };
}
