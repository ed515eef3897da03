import { Command } from 'commander';
import { verifyBackupFile } from '../jobs/verify-backup-file.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer, describeRecords } from './output.ts';
import { settingsOf } from './settings.ts';

/** `schemagate backup verify` */
export function backupVerifyCommand(environment: CommandEnvironment): Command {
  return new Command('verify')
    .description('restore a backup into a scratch store and compare every record')
    .argument('<file>', 'path, or s3://bucket/prefix/name')
    .option('--json', 'answer in JSON')
    .action(async (file: string, { json }: { json?: true }) => {
      const { header, records } = await verifyBackupFile(file, settingsOf(environment));
      environment.write(
        answer(
          json,
          { file, verified: true, ...header, records },
          `${file} is good: made ${header.createdAt} by Schemagate ${header.program} from ${header.engine}, ` +
            describeRecords(records),
        ),
      );
    });
}
