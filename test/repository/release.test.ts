import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { entriesOf, entryFaults } from '../../scripts/release/change-log.ts';
import { placeFaults } from '../../scripts/release/places.ts';
import { migrationsNow, tagFaults, tagsOf } from '../../scripts/release/tags.ts';
import { compareVersions } from '../../scripts/release/versions.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const script = join(import.meta.dirname, '../../scripts/check-release.ts');
const migration = 'src/storage/sqlite/migrations/0001-initial.up.sql';
const copied = [
  'package-lock.json',
  'deploy',
  'docs/deployment.md',
  'docs/operations/verify.md',
  'src/storage/sqlite/migrations',
  'src/storage/postgres/migrations',
];

/** The files that name the version, as a repository of its own. */
class Repository {
  readonly root = temporaryDirectory();

  constructor() {
    for (const path of copied) {
      mkdirSync(join(this.root, dirname(path)), { recursive: true });
      cpSync(path, join(this.root, path), { recursive: true });
    }
    this.write('package.json', '{"version": "0.1.0"}');
    this.write('CHANGELOG.md', '# Changes\n\n## 0.1.0 - 2026-11-24\n\n- The first.\n');
    this.git('init', '--quiet');
    this.commit();
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  git(...args: readonly string[]): void {
    const settings = ['user.name=a', 'user.email=a@b.example', 'tag.gpgSign=false', 'commit.gpgSign=false'];
    const given = settings.flatMap((setting) => ['-c', setting]);
    const { status, stderr } = spawnSync('git', [...given, ...args], { cwd: this.root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--no-verify', '--message', 'a');
  }

  /** As the next version has to be named. */
  nameEverywhere(from: string, to: string): void {
    const paths = [
      'package.json',
      'package-lock.json',
      'deploy/compose.yaml',
      'deploy/kubernetes/base/deployment.yaml',
      'deploy/kubernetes/overlays/production/kustomization.yaml',
      'deploy/helm/schemagate/Chart.yaml',
      'docs/deployment.md',
      'docs/operations/verify.md',
    ];
    for (const path of paths) this.write(path, this.read(path).replaceAll(from, to));
  }

  check(...words: readonly string[]) {
    const args = [script, '--root', this.root, '--json', ...words];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return {
      status,
      ...(JSON.parse(stdout) as { state: string; previous: string | null; faults: string[] }),
    };
  }

  tagFaults(version: string): string[] {
    const entries = entriesOf(this.read('CHANGELOG.md'));
    return tagFaults(version, tagsOf(this.root) ?? [], entries, migrationsNow(this.root));
  }
}

it('follows a version from its preparation to its tag, and to the next', () => {
  const repository = new Repository();
  expect(repository.check('--released')).toEqual({
    status: 1,
    version: '0.1.0',
    state: 'ready to be tagged',
    previous: null,
    faults: ['0.1.0 is not released: ready to be tagged'],
  });
  repository.git('tag', '--annotate', '--message', 'a', 'v0.1.0');
  expect(repository.check('--released')).toMatchObject({ status: 0, state: 'released', faults: [] });

  repository.write('README.md', 'more');
  repository.commit();
  expect(repository.tagFaults('0.1.0')).toEqual([
    'v0.1.0 is tagged, and is not what is checked out: changes need the next version',
  ]);
  repository.nameEverywhere('0.1.0', '0.2.0');
  repository.write('CHANGELOG.md', '## 0.2.0\n\n- More.\n\n## 0.1.0 - 2026-11-24\n\n- The first.\n');
  expect(repository.check()).toEqual({
    status: 0,
    version: '0.2.0',
    state: 'in preparation',
    previous: '0.1.0',
    faults: [],
  });

  repository.write(migration, 'SELECT 1;');
  expect(repository.tagFaults('0.2.0')).toEqual([
    `${migration} is not as v0.1.0 released it: stores that have it would be refused`,
  ]);
  expect(repository.tagFaults('0.0.9')).toContain('0.0.9 is older than v0.1.0');
  repository.git('tag', 'v0.3.0');
  expect(repository.tagFaults('0.3.0')).toEqual([
    'v0.3.0 is a lightweight tag: make it with git tag --annotate or --sign',
    'v0.3.0: package.json says 0.1.0 there',
    'v0.3.0 has no dated entry in CHANGELOG.md',
    expect.stringContaining(migration),
  ]);
  repository.write(
    'CHANGELOG.md',
    '## 0.2.0\n\n- b\n\n## 0.1.0 - 2026-11-24\n\n- a\n\n## 0.0.1 - 2026-01-01\n\n- c\n',
  );
  expect(repository.tagFaults('0.2.0')).toContain('0.0.1 is in CHANGELOG.md, and v0.0.1 is no tag');
});

it('knows no tags where there is no history', () => {
  expect(tagsOf(temporaryDirectory())).toBeUndefined();
});

it('the places that name the version are found, here and in a copy where one is forgotten', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(placeFaults(version, (path) => readFileSync(path, 'utf8'))).toEqual([]);
  expect(
    placeFaults(version, (path) =>
      readFileSync(path, 'utf8')
        .replace(/appVersion: .*/, 'appVersion: 0.0.9')
        .replace(/newTag: .*/, ''),
    ),
  ).toEqual([
    `deploy/kubernetes/overlays/production/kustomization.yaml: no version after newTag: , not ${version}`,
    `deploy/helm/schemagate/Chart.yaml: 0.0.9 after ^appVersion: , not ${version}`,
  ]);
});

it.each([
  ['## 0.2.0\n\n- b\n\n## 0.1.0 - 2026-11-24\n\n- a', []],
  ['## 1.0\n\n- a', ['CHANGELOG.md: "1.0" is no version']],
  ['## 0.1.0 - 24.11.2026\n\n- a', ['CHANGELOG.md: 0.1.0 has "24.11.2026" for a date']],
  [
    '## 0.1.0 - 2026-02-30\n',
    ['CHANGELOG.md: 0.1.0 says nothing', 'CHANGELOG.md: 0.1.0 has "2026-02-30" for a date'],
  ],
  ['## 0.2.0\n\n- b\n\n## 0.1.0\n\n- a', ['CHANGELOG.md: 0.1.0 has no date, and is not the newest']],
  ['## 0.1.0\n\n- a\n\n## 0.2.0 - 2026-11-24\n\n- b', ['CHANGELOG.md: 0.1.0 stands before 0.2.0']],
  [
    '## 0.2.0 - 2026-01-01\n\n- b\n\n## 0.1.0 - 2026-11-24\n\n- a',
    ['CHANGELOG.md: 0.1.0 is dated after 0.2.0'],
  ],
])('%j has the faults %j', (changeLog, faults) => {
  expect(entryFaults(entriesOf(changeLog))).toEqual(faults);
});

it('compares versions by number', () => {
  expect(['0.10.0', '1.0.0', '0.9.9', '0.9.10', '0.9.9'].toSorted(compareVersions)).toEqual([
    '0.9.9',
    '0.9.9',
    '0.9.10',
    '0.10.0',
    '1.0.0',
  ]);
});
