import { Command } from 'commander';
import { backUp } from '../jobs/back-up.ts';
import { recorded } from '../jobs/recorded.ts';
import { backupListCommand } from './backup-list.ts';
import { backupVerifyCommand } from './backup-verify.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer, describeRecords, describeSize } from './output.ts';
import { backupPlace, settingsOf } from './settings.ts';

/** `schemagate backup` and its subcommands */
export function backupCommand(environment: CommandEnvironment): Command {
  return new Command('backup')
    .description('make a backup of the configured store, also while the service runs, and verify it')
    .option('--to <place>', 'directory or s3://bucket/prefix; without it BACKUP_DIR, with its retention')
    .option('--json', 'answer in JSON')
    .action(async ({ to, json }: { to?: string; json?: true }) => {
      const settings = settingsOf(environment);
      backupPlace(to, settings, '--to');
      const report = await recorded(
        {
          settings,
          event: 'backup.made',
          tell: environment.tell,
          details: ({ name, location, size, records }) => ({ name, location, size, records }),
        },
        () => backUp(settings, { place: to }),
      );
      environment.write(
        answer(
          json,
          report,
          `${report.name} in ${report.location}: ${describeSize(report.size)}, ` +
            `${describeRecords(report.records)}; restored and compared in ${report.seconds.toFixed(1)} s`,
        ),
      );
    })
    .addCommand(backupVerifyCommand(environment))
    .addCommand(backupListCommand(environment));
}
