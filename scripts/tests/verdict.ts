import type { FileReport, RunReport } from '../../test/run/run-report.ts';

/** What the runs of the tests come to. A file that passed only when run again counts as it did then. */
export interface Verdict {
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Every failure with its file and message, for the end of the output. */
  readonly lines: readonly string[];
}

/** How a run ended: `missed` are thresholds of coverage that it did not reach. */
export interface Ending {
  readonly exitCode: number | null;
  readonly report: RunReport | undefined;
  readonly missed: readonly string[];
}

/** More failing files than that are not chance. */
export const mostRerun = 5;

/** The files worth another run: those that failed, where their failures are all that is wrong with the run. */
export function filesToRerun({ exitCode, report, missed }: Ending): string[] {
  if (exitCode === 0 || report === undefined || report.unhandled.length > 0 || missed.length > 0) return [];
  const failing = report.files.filter(fails).map(({ path }) => path);
  return failing.length > mostRerun ? [] : failing;
}

/** `again` is the run of `filesToRerun`, if there were any. */
export function verdict(first: Ending, again?: RunReport): Verdict {
  const { exitCode, report, missed } = first;
  if (report === undefined) {
    return { ok: false, passed: 0, failed: 1, skipped: 0, lines: ['the test run ended without a report'] };
  }
  const rerun = new Map((again?.files ?? []).map((file) => [file.path, file]));
  const files = report.files.map((file) => {
    const second = rerun.get(file.path);
    return fails(file) && second !== undefined && passesNow(file, second) ? second : file;
  });
  const unsteady = report.files.filter((file) => fails(file) && !files.includes(file));
  const failing = files.filter(fails);
  const others = [
    ...report.unhandled.map((message) => `error outside the tests: ${indented(message)}`),
    ...missed.map((threshold) => `coverage: ${threshold}`),
    ...(again?.unhandled ?? []).map((message) => `error outside the tests, run again: ${indented(message)}`),
  ];
  const unexplained = exitCode !== 0 && others.length + failing.length + unsteady.length === 0;
  if (unexplained) others.push(`the test run exited with ${exitCode}`);
  const sum = (count: (file: FileReport) => number) => files.reduce((total, file) => total + count(file), 0);
  // A failure that is no test's, such as a hook's, counts as one: the count is never better than the run.
  const failed = sum((file) => Math.max(file.failed, fails(file) ? 1 : 0));
  const passed = sum((file) => file.passed);
  const ok = failed === 0 && others.length === 0 && passed > 0;
  return {
    ok,
    passed,
    failed: ok ? 0 : Math.max(failed, 1),
    skipped: sum((file) => file.skipped),
    lines: [
      ...unsteady.flatMap((file) => described('unsteady: passed only when run again:', file)),
      ...failing.flatMap((file) => described(rerun.has(file.path) ? 'failed twice:' : 'failed:', file)),
      ...others,
    ],
  };
}

function fails({ failed, failures }: FileReport): boolean {
  return failed > 0 || failures.length > 0;
}

/** Passing without the tests that failed before would prove nothing. */
function passesNow(before: FileReport, now: FileReport): boolean {
  return !fails(now) && now.passed > 0 && now.passed >= before.passed + before.failed;
}

function described(what: string, { path, failures }: FileReport): string[] {
  return failures.map(({ name, message }) => `${what} ${path} > ${name}\n  ${indented(message)}`);
}

function indented(message: string): string {
  return message.replaceAll('\n', '\n  ');
}
