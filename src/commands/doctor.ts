import { Command } from 'commander';
import { type CheckResult, examine } from '../doctor/examine.ts';
import type { CommandEnvironment } from './environment.ts';
import { answer } from './output.ts';
import { wholeNumber } from './whole-number.ts';

interface DoctorFlags {
  readonly strict?: true;
  readonly timeout: number;
  readonly json?: true;
}

/** `schemagate doctor` */
export function doctorCommand(environment: CommandEnvironment): Command {
  return new Command('doctor')
    .description('look at this machine with the settings of the service: well (exit code 0) or a problem (1)')
    .option('--strict', 'take warnings for problems')
    .option('--timeout <ms>', 'time for each check', wholeNumber, 5000)
    .option('--json', 'answer in JSON')
    .action(async ({ strict, timeout, json }: DoctorFlags) => {
      const report = await examine(environment.config(), { patience: timeout });
      environment.write(answer(json, report, report.checks.map(line).join('\n')));
      const { problems, warnings } = report;
      if (problems > 0) throw new Error(counted(problems, 'problem'));
      if (strict && warnings > 0) throw new Error(counted(warnings, 'warning'));
    });
}

function line(result: CheckResult): string {
  const advice = 'advice' in result ? `. To do: ${result.advice}` : '';
  return `${result.verdict.padEnd(11)}  ${result.id.padEnd(16)}  ${result.found}${advice}`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
