import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Sets the Git hooks of package.json; not in CI, outside a clone, or without development packages. */
if (!process.env.CI && existsSync('.git') && existsSync('node_modules/simple-git-hooks')) {
  const { status } = spawnSync('simple-git-hooks', { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) console.warn('The Git hooks could not be set; commits are not checked here.');
}
