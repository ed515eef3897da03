import { Command } from 'commander';
import { exportTree } from '../jobs/export-tree.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer } from './output.ts';
import { settingsOf } from './settings.ts';

/** `schemagate export` */
export function exportCommand(environment: CommandEnvironment): Command {
  return new Command('export')
    .description(
      'write all that the configured store holds as a schema directory, also while the service runs',
    )
    .argument('<directory>', 'new, empty, or exported before')
    .option('--json', 'answer in JSON')
    .action(async (directory: string, { json }: { json?: true }) => {
      const result = await exportTree(directory, settingsOf(environment));
      const { files, written, removed } = result;
      const sentence = `${files} files in ${directory}: ${written} written, ${removed} removed`;
      environment.write(answer(json, { directory, ...result }, sentence));
    });
}
