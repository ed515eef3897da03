import { spawnSync } from 'node:child_process';

/** Before a commit: lint, format check and the tests that what is staged can affect. */
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
  run('vitest', ['related', '--run', '--passWithNoTests', ...sources]);
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
