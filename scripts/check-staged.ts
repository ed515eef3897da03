import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { nearTests } from './staged/near-tests.ts';

/** Test files that a commit waits for, besides those it changes: some seconds each at most. */
const mostTests = 6;

/** Before a commit: lint, format check, the house rules and the tests that are near to what is staged. */
const staged = run('git', ['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z'], 'pipe').split(
  '\0',
);
const sources = staged.filter((path) => path.endsWith('.ts'));
const formatted = staged.filter((path) => /\.(ts|json)$/.test(path));

if (formatted.length > 0) {
  run('biome', ['check', '--no-errors-on-unmatched', '--files-ignore-unknown=true', ...formatted]);
}
if (sources.length > 0) {
  run('oxlint', ['--type-aware', '--deny-warnings', ...sources]);
  const tests = globSync('test/**/*.test.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const near = nearTests(sources, tests, mostTests);
  run('vitest', ['run', 'test/architecture.test.ts', ...near.run]);
  const more = near.left > 0 ? `${near.left} more test files near to what is staged, and all ` : 'All ';
  console.log(`${more}that is further away is left to npm test.`);
}

function run(command: string, args: readonly string[], output: 'inherit' | 'pipe' = 'inherit'): string {
  const { status, stdout } = spawnSync(command, args, {
    stdio: ['ignore', output, 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) {
    console.error(`Not committed: ${command} found the above.`);
    process.exit(1);
  }
  return stdout ?? '';
}
