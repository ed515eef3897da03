import { Command } from 'commander';
import { listBackups } from '../jobs/list-backups.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer, describeSize } from './output.ts';
import { backupPlace, settingsOf } from './settings.ts';

/** `schemagate backup list` */
export function backupListCommand(environment: CommandEnvironment): Command {
  return new Command('list')
    .description('list verified backups, the newest first')
    .option('--in <place>', 'directory or s3://bucket/prefix; without it BACKUP_DIR')
    .option('--json', 'answer in JSON')
    .action(async ({ in: place, json }: { in?: string; json?: true }) => {
      const settings = settingsOf(environment);
      const backups = await listBackups(settings, backupPlace(place, settings, '--in'));
      const lines = backups.map(({ name, size }) => `${name}  ${describeSize(size)}`);
      environment.write(answer(json, { backups }, lines.length > 0 ? lines.join('\n') : 'no backups'));
    });
}
