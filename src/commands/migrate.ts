import { Command } from 'commander';
import { recorded } from '../jobs/recorded.ts';
import { configuredMigrations, type StoreMigrations } from '../storage/configured-migrations.ts';
import type { CommandEnvironment } from './environment.ts';
import { DifferenceError, UsageError } from './exit-codes.ts';
import { answer } from './output.ts';
import { settingsOf } from './settings.ts';
import { wholeNumber } from './whole-number.ts';

interface DownFlags {
  readonly steps: number;
  readonly yes?: boolean;
  readonly json?: true;
}

/** `schemagate migrate` and its subcommands */
export function migrateCommand(environment: CommandEnvironment): Command {
  return new Command('migrate')
    .description('bring the layout of the configured store up to date, or back for an older version')
    .addCommand(upCommand(environment))
    .addCommand(downCommand(environment))
    .addCommand(statusCommand(environment));
}

function upCommand(environment: CommandEnvironment): Command {
  return new Command('up')
    .description('apply the migrations that are pending, all or none')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: true }) => {
      const applied = await recorded(
        { ...recording(environment), event: 'migrations.applied', details: (names) => ({ names }) },
        async () => (await migrationsOf(environment)).up(),
      );
      const sentences = applied.map((name) => `applied ${name}`).join('\n') || 'nothing is pending';
      environment.write(answer(json, { applied }, sentences));
    });
}

function downCommand(environment: CommandEnvironment): Command {
  return new Command('down')
    .description('take back the last migrations, all or none, so that an older version can start')
    .option('--steps <count>', 'how many', wholeNumber, 1)
    .option('--yes', 'also when data is lost')
    .option('--json', 'answer in JSON')
    .action(async ({ steps, yes = false, json }: DownFlags) => {
      if (steps === 0) throw new UsageError('--steps must be at least 1');
      const result = await recorded(
        {
          ...recording(environment),
          event: 'migrations.taken-back',
          fails: (down) => !down.ok,
          details: (down) => (down.ok ? { names: down.names } : { refused: true }),
        },
        async () => (await migrationsOf(environment)).down({ steps, loseData: yes }),
      );
      if (!result.ok) {
        const losses = result.losses.map(({ name, loses }) => `taking back ${name} loses ${loses}`);
        throw new UsageError(`${losses.join(', ')}; make a backup, then give --yes`);
      }
      const { names } = result;
      const sentences = names.map((name) => `took back ${name}`).join('\n') || 'nothing is applied';
      environment.write(answer(json, { takenBack: names }, sentences));
    });
}

function statusCommand(environment: CommandEnvironment): Command {
  return new Command('status')
    .description('list the migrations and whether each is applied, also while the service runs')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: true }) => {
      const status = await (await migrationsOf(environment)).status();
      const sentences = [
        ...status.applied.map((name) => `applied  ${name}`),
        ...status.pending.map((name) => `pending  ${name}`),
      ];
      environment.write(answer(json, status, sentences.join('\n')));
      if (status.pending.length > 0) throw new DifferenceError('migrations are pending');
    });
}

function recording(environment: CommandEnvironment) {
  return { settings: settingsOf(environment), tell: environment.tell };
}

function migrationsOf(environment: CommandEnvironment): Promise<StoreMigrations> {
  return configuredMigrations(settingsOf(environment));
}
