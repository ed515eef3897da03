import { expect, it } from 'vitest';
import { type Ending, filesToRerun, verdict } from '../../../../scripts/tests/verdict.ts';
import type { FileReport, RunReport } from '../../../run/run-report.ts';

const good: FileReport = { path: 'test/good.test.ts', passed: 3, failed: 0, skipped: 1, failures: [] };
const bad = failing('test/bad.test.ts');
const mended: FileReport = { ...bad, passed: 2, failed: 0, failures: [] };
const hook: FileReport = {
  path: 'test/hook.test.ts',
  passed: 0,
  failed: 0,
  skipped: 2,
  failures: [{ name: '(file or its hooks)', message: 'no server' }],
};

function failing(path: string): FileReport {
  const failures = [{ name: 'group > waits', message: 'expected 1 to be 2\nat test/bad.test.ts:7' }];
  return { path, passed: 1, failed: 1, skipped: 0, failures };
}

function report(...files: FileReport[]): RunReport {
  return { files, unhandled: [] };
}

function ended(run: RunReport | undefined, more: Partial<Ending> = {}): Ending {
  return { exitCode: 1, report: run, missed: [], ...more };
}

it('is content with a run in which all passed', () => {
  const first = ended(report(good), { exitCode: 0 });
  expect(filesToRerun(first)).toEqual([]);
  expect(verdict(first)).toEqual({ ok: true, passed: 3, failed: 0, skipped: 1, lines: [] });
});

it('counts a file that passes when run again as it did then, and names it', () => {
  const first = ended(report(good, bad));
  expect(filesToRerun(first)).toEqual([bad.path]);
  expect(verdict(first, report(mended))).toEqual({
    ok: true,
    passed: 5,
    failed: 0,
    skipped: 1,
    lines: [
      'unsteady: passed only when run again: test/bad.test.ts > group > waits\n' +
        '  expected 1 to be 2\n  at test/bad.test.ts:7',
    ],
  });
});

it('fails what fails twice, and what a second run left out', () => {
  const twice = verdict(ended(report(good, bad, hook)), report(bad, { ...hook, passed: 2, failures: [] }));
  expect(twice).toMatchObject({ ok: false, passed: 6, failed: 1 });
  expect(twice.lines[1]).toMatch(/^failed twice: test\/bad\.test\.ts > group > waits/);
  expect(verdict(ended(report(good, bad)), report({ ...mended, passed: 1, skipped: 1 })).ok).toBe(false);
  expect(verdict(ended(report(good, bad))).lines[0]).toMatch(/^failed: /);
});

it('counts a failed hook as a failure, and runs its file again', () => {
  const first = ended(report(good, hook));
  expect(filesToRerun(first)).toEqual([hook.path]);
  expect(verdict(first)).toMatchObject({ ok: false, passed: 3, failed: 1, skipped: 3 });
  expect(verdict(first, report({ ...hook, passed: 2, skipped: 0, failures: [] }))).toMatchObject({
    ok: true,
    passed: 5,
    skipped: 1,
  });
});

it('runs five files again, and not six', () => {
  const files = ['a', 'b', 'c', 'd', 'e', 'f'].map(failing);
  expect(filesToRerun(ended(report(...files.slice(1))))).toHaveLength(5);
  expect(filesToRerun(ended(report(...files)))).toEqual([]);
});

it.each([
  [
    'missed thresholds',
    ended(report(good, bad), { missed: ['lines 94 %, below 95 %'] }),
    /^coverage: lines 94/,
  ],
  [
    'errors outside the tests',
    ended({ files: [good, bad], unhandled: ['late'] }),
    /^error outside the tests: late/,
  ],
  ['an exit that nothing explains', ended(report(good)), /^the test run exited with 1/],
  ['a run without a report', ended(undefined, { exitCode: null }), /without a report/],
])('fails for %s, without a second run', (_, first, line) => {
  expect(filesToRerun(first)).toEqual([]);
  const { ok, failed, lines } = verdict(first);
  expect({ ok, failed }).toEqual({ ok: false, failed: 1 });
  expect(lines.at(-1)).toMatch(line);
});

it('fails for an error outside the tests in the second run', () => {
  const again = { files: [mended], unhandled: ['late'] };
  expect(verdict(ended(report(good, bad)), again)).toMatchObject({ ok: false, passed: 5, failed: 1 });
});
