import { Command } from 'commander';
import { recorded } from '../jobs/recorded.ts';
import { restoreBackup } from '../jobs/restore-backup.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer, describeRecords } from './output.ts';
import { settingsOf } from './settings.ts';
import { wholeNumber } from './whole-number.ts';

/** `schemagate restore` */
export function restoreCommand(environment: CommandEnvironment): Command {
  return new Command('restore')
    .description('restore a backup into the configured store, which must be empty: all of it or nothing')
    .argument('<file>', 'path, or s3://bucket/prefix/name')
    .option('--skip-ids <count>', 'ids to leave out: for schemas registered after the backup', wholeNumber, 0)
    .option('--json', 'answer in JSON')
    .action(async (file: string, { skipIds, json }: { skipIds: number; json?: true }) => {
      const settings = settingsOf(environment);
      const { header, records } = await recorded(
        {
          settings,
          event: 'backup.restored',
          tell: environment.tell,
          details: (restored) => ({
            file,
            createdAt: restored.header.createdAt,
            records: restored.records,
            skipIds,
          }),
        },
        () => restoreBackup(file, settings, { skipIds }),
      );
      environment.write(
        answer(
          json,
          { file, ...header, records },
          `restored ${describeRecords(records)}, as of ${header.createdAt}`,
        ),
      );
    });
}
