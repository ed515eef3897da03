/**
 * All tests with coverage, as `.ci/run` wants them: test files that failed run once more, alone, and what passes only
 * then is named, loudly. Writes the verdict to the file given.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunReport } from '../test/run/run-report.ts';
import { coverageThresholds } from '../vitest.config.ts';
import { coverageMisses } from './tests/coverage-misses.ts';
import { type Ending, filesToRerun, verdict } from './tests/verdict.ts';

const [output, ...filters] = process.argv.slice(2);
if (output === undefined)
  throw new Error('usage: node scripts/run-tests.ts <file for the verdict> [filters]');

const work = mkdtempSync(join(tmpdir(), 'test-reports-'));
try {
  const reporters = ['--reporter=default', '--reporter=./test/run/run-report.ts'];
  // `npm test`, as the README has it.
  const slowest = '--reporter=./test/run/slowest-files.ts';
  const first = run('npm', ['test', '--silent', '--', slowest, ...reporters, ...filters]);
  const ending: Ending = { ...first, missed: missed() };
  const rerun = filesToRerun(ending);
  if (rerun.length > 0) console.log(`\nFailed, so run once more, alone: ${rerun.join(', ')}\n`);
  const again =
    rerun.length > 0
      ? run('node_modules/.bin/vitest', ['run', '--maxWorkers=1', ...reporters, ...rerun]).report
      : undefined;
  const result = verdict(ending, again);
  writeFileSync(output, JSON.stringify(result));
  console.log(result.lines.join('\n'));
  process.exitCode = result.ok ? 0 : 1;
} finally {
  rmSync(work, { recursive: true });
}

function run(command: string, args: readonly string[]): Pick<Ending, 'exitCode' | 'report'> {
  const path = join(work, 'report.json');
  rmSync(path, { force: true });
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, TEST_REPORT: path },
  });
  const report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunReport) : undefined;
  return { exitCode: status, report };
}

function missed(): string[] {
  const summary = 'coverage/coverage-summary.json';
  if (!existsSync(summary)) return ['no summary was written'];
  const { total } = JSON.parse(readFileSync(summary, 'utf8')) as {
    total: Record<string, { pct: unknown }>;
  };
  return coverageMisses(total, coverageThresholds);
}
