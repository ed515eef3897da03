import { Command, InvalidArgumentError } from 'commander';
import type { CheckResult } from '../verify/check.ts';
import { type Objective, readObjectives } from '../verify/slo-file.ts';
import { verify } from '../verify/verify.ts';
import { version } from '../version.ts';
import type { CommandEnvironment } from './environment.ts';
import { UsageError } from './exit-codes.ts';
import { answer } from './output.ts';
import { settingsOf } from './settings.ts';
import { wholeNumber } from './whole-number.ts';

interface VerifyFlags {
  readonly metrics?: string;
  readonly slo?: string;
  readonly expect?: string;
  readonly wait: number;
  readonly key?: string;
  readonly write: boolean;
  readonly subjectPrefix: string;
  readonly reads: number;
  readonly p95: number;
  readonly errors: number;
  readonly certificateDays: number;
  readonly json?: true;
}

/** `schemagate verify` */
export function verifyCommand(environment: CommandEnvironment): Command {
  return new Command('verify')
    .description('look at a running registry from outside: go (exit code 0) or roll back (1)')
    .argument('<url>', 'where it answers its clients', webUrl)
    .option('--metrics <url>', 'its metrics, such as http://127.0.0.1:9090/metrics', webUrl)
    .option('--slo <file>', 'objectives that its metrics have to meet, such as deploy/prometheus/slo.yaml')
    .option('--expect <version>', 'the version that has to run; `same`: that of this program')
    .option('--wait <seconds>', 'most that it may take to become ready', wholeNumber, 0)
    .option('--key <credential>', 'what to show it; without it REGISTRY_CREDENTIAL')
    .option('--no-write', 'leave the round trip under a scratch subject out')
    .option('--subject-prefix <text>', 'how the scratch subject begins', 'schemagate-verify-')
    .option('--reads <count>', 'reads by id that are timed', wholeNumber, 200)
    .option('--p95 <ms>', 'most that 95 of 100 of them may take', wholeNumber, 200)
    .option('--errors <percent>', 'most of all answers that may be errors of the server', wholeNumber, 1)
    .option('--certificate-days <count>', 'least time that the certificate is good', wholeNumber, 14)
    .option('--json', 'answer in JSON')
    .action(async (url: string, flags: VerifyFlags) => {
      const report = await verify({
        url,
        metricsUrl: flags.metrics,
        objectives: flags.slo === undefined ? undefined : objectivesIn(flags.slo),
        version: flags.expect === 'same' ? version : flags.expect,
        waitMs: flags.wait * 1000,
        credential: flags.key ?? settingsOf(environment).REGISTRY_CREDENTIAL,
        write: flags.write,
        subjectPrefix: flags.subjectPrefix,
        reads: flags.reads,
        maxP95Ms: flags.p95,
        maxErrorRatio: flags.errors / 100,
        minCertificateDays: flags.certificateDays,
      });
      const lines = [...report.checks.map(line), report.go ? 'go' : 'roll back'];
      environment.write(answer(flags.json, report, lines.join('\n')));
      if (!report.go) throw new Error(`${url} is not as it should be: roll back`);
    });
}

function line({ id, verdict, found }: CheckResult): string {
  return `${verdict.padEnd(7)}  ${id.padEnd(10)}  ${found}`;
}

function webUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new InvalidArgumentError('Not a URL such as https://registry.example.');
  return text;
}

function objectivesIn(path: string): readonly Objective[] {
  try {
    return readObjectives(path);
  } catch (error) {
    throw new UsageError(`--slo: ${error instanceof Error ? error.message : String(error)}`);
  }
}
