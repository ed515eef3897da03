import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import packageInfo from '../../package.json' with { type: 'json' };
import { anchorsOf, blocksOf, linksOf, pages, repositoryFiles } from '../helpers/markdown.ts';

const all = pages();
const each = [...all];

describe('links', () => {
  it.each(each)('of %s lead somewhere', (path, page) => {
    const broken = linksOf(page).filter((target) => !/^https?:/.test(target) && !resolves(path, target));
    expect(broken).toEqual([]);
  });

  it.each(['docs/none.md', 'README.md#no-such-heading', '#no-such-heading'])(
    'to %s are found broken',
    (target) => {
      const [link = ''] = linksOf(`See [this](${target}).`);
      expect(resolves('README.md', link)).toBe(false);
    },
  );
});

describe('paths', () => {
  it.each(each)('that %s names exist', (_path, page) => {
    const named = [...page.matchAll(/`((?:src|test|scripts|docs|bench|schemas|deploy)\/[\w./-]+)`/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !existsSync(name))).toEqual([]);
  });
});

describe('npm scripts', () => {
  it.each(each)('that %s names are in package.json', (_path, page) => {
    const run = [...page.matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    const short = [...page.matchAll(/npm (start|test)\b/g)].map(([, name = '']) => name);
    expect([...run, ...short].filter((name) => !(name in packageInfo.scripts))).toEqual([]);
  });
});

describe('code blocks', () => {
  it.each(each)('of %s that are JSON can be read', (_path, page) => {
    const json = blocksOf(page).filter(({ language }) => language === 'json');
    for (const { text } of json) expect(() => JSON.parse(text)).not.toThrow();
    expect((page.match(/^```/gm) ?? []).length % 2).toBe(0);
  });
});

it('the change log has an entry for this version, the newest first', () => {
  const versions = [...(all.get('CHANGELOG.md') ?? '').matchAll(/^## (\S+)/gm)].map(([, version]) => version);
  expect(versions[0]).toBe(packageInfo.version);
});

it('each decision is listed, in order and without gaps', () => {
  const decisions = [...all.keys()].filter((path) => /^docs\/decisions\/\d/.test(path)).sort();
  const numbers = decisions.map((path) => Number(/(\d{4})-/.exec(path)?.[1]));
  expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
  const listed = linksOf(all.get('docs/decisions/README.md') ?? '').map((link) => `docs/decisions/${link}`);
  expect(listed).toEqual(decisions);
});

/** What has no business in the repository: notes to self, and the inside of somebody's machine. */
const forbidden: readonly RegExp[] = [
  /\b(?:TODO|FIXME|XXX|HACK)\b/,
  /(?:^|[\s"'`(])\/(?:home|root|Users|work)\//,
  /\/\/(?:registry|deb|security)\.[a-z]+\.(?:org|com|net)/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];
/** Where such a word is right, with the reason. */
const allowed: Readonly<Record<string, string>> = {
  'test/repository/docs.test.ts': 'It lists the words.',
  'package-lock.json': 'Its names and hashes are not ours.',
};

it('holds no forbidden words', () => {
  const found = repositoryFiles()
    .filter((path) => !(path in allowed))
    .flatMap((path) => {
      const lines = readFileSync(path, 'utf8').split('\n');
      return lines.flatMap((line, index) =>
        forbidden.some((word) => word.test(line))
          ? [`${path}:${index + 1} ${line.trim().slice(0, 100)}`]
          : [],
      );
    });
  expect(found).toEqual([]);
});

it.each(['// TODO: later', 'see /home/me/notes', 'https://registry.example.org/x'])(
  'finds the forbidden %s',
  (line) => {
    expect(forbidden.some((word) => word.test(line))).toBe(true);
  },
);

it('takes packages by name and hash alone, so that any mirror serves', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { resolved?: string; integrity?: string; optional?: boolean; os?: string[] }>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  // Those of other platforms may be unknown to the registry at hand: see scripts/complete-lock-file.ts.
  const unhashed = packages.filter(([, { integrity }]) => integrity === undefined);
  expect(unhashed.filter(([, { optional, os }]) => !optional || os === undefined)).toEqual([]);
  expect(unhashed.filter(([path]) => existsSync(path))).toEqual([]);
});

it('pins every dependency to one version', () => {
  const versions = Object.values({ ...packageInfo.dependencies, ...packageInfo.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});

function resolves(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), decodeURIComponent(file)));
  if (!existsSync(path)) return false;
  return anchor === undefined || anchorsOf(readFileSync(path, 'utf8')).includes(anchor);
}
