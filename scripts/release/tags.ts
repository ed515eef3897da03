import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from './change-log.ts';
import { compareVersions } from './versions.ts';

/** A tag such as v0.1.0. */
export interface Tag {
  readonly version: string;
  /** Whether it says who made it, and when; a lightweight tag doesn't. */
  readonly annotated: boolean;
  /** Whether it is what is checked out. */
  readonly checkedOut: boolean;
  /** The version that package.json has there. */
  readonly packageVersion: string;
  /** Migrations there, by path, with the hash of their content. */
  readonly migrations: ReadonlyMap<string, string>;
}

const migrationFolders = ['src/storage/sqlite/migrations', 'src/storage/postgres/migrations'];

/** The tags of versions, the newest first; undefined where the history is not there, as in a shallow clone. */
export function tagsOf(root: string): Tag[] | undefined {
  const git = (...args: readonly string[]) => {
    const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  if (git('rev-parse', '--is-shallow-repository') !== 'false') return undefined;
  const head = git('rev-parse', 'HEAD');
  return (git('tag', '--list', 'v*') ?? '')
    .split('\n')
    .filter((name) => /^v\d+\.\d+\.\d+$/.test(name))
    .map((name) => {
      const text = git('show', `${name}:package.json`) ?? '{}';
      return {
        version: name.slice(1),
        annotated: git('cat-file', '-t', name) === 'tag',
        checkedOut: git('rev-parse', `${name}^{commit}`) === head,
        packageVersion: String((JSON.parse(text) as { readonly version?: string }).version),
        migrations: migrationsIn(git('ls-tree', '-r', name, ...migrationFolders) ?? ''),
      };
    })
    .sort((a, b) => compareVersions(b.version, a.version));
}

/** The migrations of the files as they are now. */
export function migrationsNow(root: string): ReadonlyMap<string, string> {
  const paths = migrationFolders.flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  );
  return new Map(paths.map((path) => [path, blobHash(readFileSync(join(root, path)))]));
}

/** What is wrong with tags, and between them and the change log. */
export function tagFaults(
  version: string,
  tags: readonly Tag[],
  entries: readonly Entry[],
  migrations: ReadonlyMap<string, string>,
): string[] {
  const faults: string[] = [];
  for (const { version: tagged, annotated, packageVersion } of tags) {
    if (!annotated) faults.push(`v${tagged} is a lightweight tag: make it with git tag --annotate or --sign`);
    if (packageVersion !== tagged) faults.push(`v${tagged}: package.json says ${packageVersion} there`);
    if (!entries.some((entry) => entry.version === tagged && entry.date !== undefined))
      faults.push(`v${tagged} has no dated entry in CHANGELOG.md`);
  }
  // The newest is dated before it is tagged.
  for (const { version: released } of entries.slice(1))
    if (!tags.some((tag) => tag.version === released))
      faults.push(`${released} is in CHANGELOG.md, and v${released} is no tag`);
  const [newest] = tags;
  if (newest === undefined) return faults;
  if (compareVersions(version, newest.version) < 0)
    faults.push(`${version} is older than v${newest.version}`);
  if (version === newest.version && !newest.checkedOut)
    faults.push(`v${version} is tagged, and is not what is checked out: changes need the next version`);
  for (const [path, hash] of newest.migrations)
    if (migrations.get(path) !== hash)
      faults.push(`${path} is not as v${newest.version} released it: stores that have it would be refused`);
  return faults;
}

function migrationsIn(listing: string): ReadonlyMap<string, string> {
  const lines = listing.matchAll(/^\d+ blob (\w+)\t(.*)$/gm);
  return new Map([...lines].map(([, hash = '', path = '']) => [path, hash]));
}

/** As git hashes the content of a file. */
function blobHash(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
