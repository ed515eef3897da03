import { Command } from 'commander';
import { importTree } from '../jobs/import-tree.ts';
import { recorded } from '../jobs/recorded.ts';
import { renderProblem } from '../schema-tree/render-plan.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer } from './output.ts';
import { settingsOf } from './settings.ts';
import { refuseProblems } from './tree.ts';

/** `schemagate import` */
export function importCommand(environment: CommandEnvironment): Command {
  return new Command('import')
    .description(
      'fill the configured store, which must be empty, with an exported schema directory, ids and all',
    )
    .argument('<directory>', 'written by export')
    .option('--json', 'answer in JSON')
    .action(async (directory: string, { json }: { json?: true }) => {
      const settings = settingsOf(environment);
      const result = await recorded(
        {
          settings,
          event: 'schema-directory.imported',
          fails: (imported) => !imported.ok,
          tell: environment.tell,
          details: (imported) =>
            imported.ok
              ? { directory, schemas: imported.schemas, versions: imported.versions }
              : { directory, problems: imported.problems.length },
        },
        () => importTree(directory, settings),
      );
      if (!result.ok) {
        const { problems } = result;
        environment.write(answer(json, { problems }, problems.map(renderProblem).join('\n')));
        return refuseProblems(problems);
      }
      const { schemas, versions } = result;
      environment.write(
        answer(json, { schemas, versions }, `imported ${schemas} schemas in ${versions} versions`),
      );
      return undefined;
    });
}
