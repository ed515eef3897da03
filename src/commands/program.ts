import { Command } from 'commander';
import { version } from '../version.ts';
import { applyCommand } from './apply.ts';
import { auditCommand } from './audit.ts';
import { backupCommand } from './backup.ts';
import { doctorCommand } from './doctor.ts';
import type { CommandEnvironment } from './environment.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { keysCommand } from './keys.ts';
import { migrateCommand } from './migrate.ts';
import { planCommand } from './plan.ts';
import { restoreCommand } from './restore.ts';
import { serveCommand } from './serve.ts';
import { verifyCommand } from './verify.ts';

const afterHelp = `
Examples:
  schemagate serve
  schemagate backup --to /var/backups/schemagate
  schemagate backup verify FILE
  schemagate restore FILE
  schemagate plan DIRECTORY --url http://127.0.0.1:8081
  schemagate export DIRECTORY
  schemagate migrate status
  schemagate keys create --name orders --grant writer:orders.
  schemagate audit verify
  schemagate doctor
  schemagate verify https://registry.example --metrics http://127.0.0.1:9090/metrics

Settings come from the environment and from .env, as for the service; see docs/configuration.md.
Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 no good backup, 4 the store is not empty.
Of plan and migrate status: 2 there is something to apply.`;

/**
 * The command line. Its commands reject with what went wrong, with a `CommanderError` when the command
 * line is wrong or has been answered by help.
 */
export function buildProgram(environment: CommandEnvironment): Command {
  const program = new Command('schemagate')
    .description(
      'A schema registry: run it, back it up, restore it, declare it, migrate it, say who may use it.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .addHelpText('after', afterHelp)
    .enablePositionalOptions()
    .addCommand(serveCommand(environment))
    .addCommand(backupCommand(environment))
    .addCommand(restoreCommand(environment))
    .addCommand(planCommand(environment))
    .addCommand(applyCommand(environment))
    .addCommand(exportCommand(environment))
    .addCommand(importCommand(environment))
    .addCommand(migrateCommand(environment))
    .addCommand(keysCommand(environment))
    .addCommand(auditCommand(environment))
    .addCommand(verifyCommand(environment))
    .addCommand(doctorCommand(environment));
  for (const command of withSubcommands(program)) {
    command
      .exitOverride()
      .helpOption('-h, --help', 'print help')
      .helpCommand(false)
      .enablePositionalOptions()
      .configureOutput({ writeOut: environment.write, writeErr: () => undefined });
  }
  return program;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
