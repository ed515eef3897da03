import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { secretsIn } from './supply-chain/secret-patterns.ts';

/** Looks for secrets in all files of the repository, by secretlint and by patterns of our own. Code 1: there are. */

/** Files whose business such words are, with the reason. */
const about: Readonly<Record<string, string>> = {
  'scripts/supply-chain/secret-patterns.ts': 'the patterns',
  'test/repository/supply-chain.test.ts': 'planted secrets, to be found',
  'test/repository/docs.test.ts': 'the same',
  'package-lock.json': 'hashes',
};

const listed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0');
const files = listed.filter((path) => path !== '' && !(path in about) && existsSync(path));
const found = files.flatMap((path) =>
  secretsIn(readFileSync(path, 'latin1')).map(({ line, what }) => `${path}:${line}: ${what}`),
);
for (const each of found) console.error(each);
const { status } = spawnSync('secretlint', ['--no-glob', '--maskSecrets', ...files], { stdio: 'inherit' });
if (status === null) console.log('secretlint: not run, since it is not installed');
console.log(
  `${files.length} files, ${found.length} found by patterns; secretlint ended with ${String(status)}`,
);
process.exitCode = found.length === 0 && status === 0 ? 0 : 1;
