import { secretValues } from '../config/secret-settings.ts';
import type { Config, ConfigResult } from '../config.ts';
import { redactText, redactValues } from '../redaction.ts';
import type { Check, Context } from './check.ts';
import { settings, wrongSettings } from './checks/settings.ts';
import { checks } from './checks.ts';
import { contextOf } from './context.ts';
import { type Finding, messageOf, notChecked, problem } from './finding.ts';
import { type Machine, thisMachine } from './machine.ts';

/** What one check found. */
export type CheckResult = { readonly id: string } & Finding;

export interface Examination {
  /** No check found a problem. */
  readonly healthy: boolean;
  readonly problems: number;
  readonly warnings: number;
  /** In the order of `checks`. */
  readonly checks: readonly CheckResult[];
}

export interface ExamineOptions {
  /** How long a check may take, in milliseconds. */
  readonly patience: number;
  readonly machine?: Machine;
  readonly checks?: readonly Check[];
}

/** For a check to say itself why it has no answer, in milliseconds. */
const grace = 300;

/**
 * Looks at the host that the service runs on, or is to run on, and changes nothing. Never rejects, ends when the patience
 * does, and tells no secret.
 */
export async function examine(
  loaded: ConfigResult,
  { patience, machine = thisMachine(), checks: wanted = checks }: ExamineOptions,
): Promise<Examination> {
  const results = loaded.ok
    ? await runAll(loaded.config, wanted, machine, patience)
    : wanted.map((check) => withoutSettings(check, loaded.problems));
  const count = (verdict: Finding['verdict']) => results.filter((each) => each.verdict === verdict).length;
  const problems = count('problem');
  return { healthy: problems === 0, problems, warnings: count('warning'), checks: results };
}

function withoutSettings({ id }: Check, problems: readonly string[]): CheckResult {
  const finding = id === settings.id ? wrongSettings(problems) : notChecked('the settings are wrong');
  return { id, ...finding };
}

async function runAll(
  config: Config,
  wanted: readonly Check[],
  machine: Machine,
  patience: number,
): Promise<readonly CheckResult[]> {
  const over = new AbortController();
  const late = Promise.withResolvers<void>();
  // One after the other: on a machine so busy that both are due, checks still have a moment to answer.
  let timer = setTimeout(() => {
    over.abort();
    timer = setTimeout(late.resolve, grace);
  }, patience);
  const context = contextOf({ config, machine, patience, signal: over.signal });
  const redact = redactValues(secretValues(config));
  const safe = (text: string) => redactText(redact(text)).replaceAll(/\s*\n\s*/g, ' ');
  const run = async (check: Check): Promise<CheckResult> => {
    const noAnswer = late.promise.then(() =>
      problem(`no answer within ${patience} ms`, 'see what it waits for, or give it more time by --timeout'),
    );
    const finding = await Promise.race([found(check, context), noAnswer]);
    return {
      id: check.id,
      ...finding,
      found: safe(finding.found),
      ...('advice' in finding && { advice: safe(finding.advice) }),
    };
  };
  try {
    return await Promise.all(wanted.map(run));
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

async function found(check: Check, context: Context): Promise<Finding> {
  try {
    return await check.run(context);
  } catch (error) {
    return notChecked(`it could not be found out: ${messageOf(error)}`);
  }
}
