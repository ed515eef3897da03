import { Command, InvalidArgumentError } from 'commander';
import type { VerifiedChain } from '../audit/verify.ts';
import { type Anchor, verifyConfiguredAuditLog } from '../jobs/verify-audit-log.ts';
import type { CommandEnvironment } from './environment.ts';
import { UsageError } from './exit-codes.ts';
import { answer } from './output.ts';
import { settingsOf } from './settings.ts';

interface VerifyFlags {
  readonly anchor: readonly Anchor[];
  readonly json?: true;
}

/** `schemagate audit` and its subcommands */
export function auditCommand(environment: CommandEnvironment): Command {
  return new Command('audit').description('check the audit log').addCommand(verifyCommand(environment));
}

function verifyCommand(environment: CommandEnvironment): Command {
  return new Command('verify')
    .description('find lines of the audit log that were removed, changed, moved or added')
    .argument('[path]', 'directory or file; without it that of the settings')
    .option('--anchor <seq:hash>', 'a line that was noted elsewhere; may be given again', anchor, [])
    .option('--json', 'answer in JSON')
    .action((path: string | undefined, { anchor, json }: VerifyFlags) => {
      const settings = settingsOf(environment);
      if (path === undefined && /^(?:off|stdout)$/.test(settings.AUDIT_LOG)) {
        throw new UsageError(`AUDIT_LOG is ${settings.AUDIT_LOG}: give the file to verify`);
      }
      const chains = verifyConfiguredAuditLog(path, settings, anchor);
      const faults = chains.flatMap((chain) => chain.faults);
      environment.write(answer(json, { ok: faults.length === 0, chains }, chains.map(sentences).join('\n')));
      if (faults.length > 0) {
        throw new Error(
          `the audit log is not as it was written: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`,
        );
      }
    });
}

function sentences({ chain, files, lines, last, faults }: VerifiedChain): string {
  const what = chain === undefined ? 'file' : `chain ${chain}`;
  const end = last ? `, the last ${last.sequence}:${last.hash}` : '';
  const count = `${lines} ${lines === 1 ? 'line' : 'lines'} in ${files} ${files === 1 ? 'file' : 'files'}`;
  return [
    `${what}: ${count}${end}`,
    ...faults.map(({ file, line, reason }) => `${file}:${line}: ${reason}`),
  ].join('\n');
}

function anchor(text: string, before: readonly Anchor[]): readonly Anchor[] {
  const [, sequence, hash] = /^([1-9]\d{0,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (hash === undefined)
    throw new InvalidArgumentError('It is the number and the hash of a line, as 12:5d41….');
  return [...before, { sequence: Number(sequence), hash }];
}
