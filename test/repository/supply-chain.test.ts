import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { allows, licenceFaults, licenceOf } from '../../scripts/supply-chain/licences.ts';
import { integrityFaults, lockedPackages } from '../../scripts/supply-chain/lock-file.ts';
import { sbomFaults } from '../../scripts/supply-chain/sbom.ts';
import { secretsIn } from '../../scripts/supply-chain/secret-patterns.ts';

const packages = lockedPackages();
const [sample] = packages;
if (!sample) throw new Error('The lock file is empty');
const absent = { ...sample, path: 'node_modules/absent', name: 'absent', optional: false, dev: false };

describe('packages', () => {
  it('are known by their hash, and under a licence that is allowed', () => {
    expect(integrityFaults(packages)).toEqual([]);
    expect(licenceFaults(packages)).toEqual([]);
  });

  it('are refused without a hash, or with a weak one', () => {
    expect(integrityFaults([{ ...absent, integrity: undefined }])).toEqual([
      'node_modules/absent has no hash',
    ]);
    expect(integrityFaults([{ ...absent, integrity: 'sha1-abc' }])).toHaveLength(1);
    expect(integrityFaults([{ ...absent, integrity: undefined, optional: true }])).toEqual([]);
  });

  it.each([
    ['GPL-3.0-only', false],
    ['MPL-2.0', false],
    ['MPL-2.0', true],
    [undefined, false],
    ['UNLICENSED', true],
  ])('under %s, shipped or for development alone (%s), are as the list says', (licence, dev) => {
    const version = '1.0.0';
    const faults = licenceFaults([{ ...absent, version, licence, dev }]);
    expect(faults.length).toBe(licence === 'MPL-2.0' && dev ? 0 : 1);
  });

  it('may leave a choice of licences, or have them in an older form', () => {
    const allowed = new Set(['MIT', 'ISC']);
    expect(allows('(MIT OR GPL-2.0-only)', allowed)).toBe(true);
    expect(allows('MIT AND GPL-2.0-only', allowed)).toBe(false);
    expect(allows('(MIT AND ISC)', allowed)).toBe(true);
    expect(licenceOf({ ...absent, licence: [{ type: 'Public Domain' }, { type: 'MIT' }] })).toBe(
      'Public Domain OR MIT',
    );
  });
});

it('a bill of materials is compared with the lock file', () => {
  const packages = [
    { ...absent, name: '@a/b', version: '1.0.0' },
    { ...absent, name: 'c', version: '2.0.0', dev: true },
  ];
  const whole = { bomFormat: 'CycloneDX', components: [{ group: '@a', name: 'b', version: '1.0.0' }] };
  expect(sbomFaults(whole, packages)).toEqual([]);
  expect(sbomFaults({ components: [{ name: 'c', version: '2.0.0' }] }, packages)).toEqual([
    'it is not CycloneDX',
    '@a/b@1.0.0 is not in it',
    'c@2.0.0 is in it, and not shipped',
  ]);
});

const dashes = '-'.repeat(5);
const letters = 'a1B2c3D4e5'.repeat(6);
it.each([
  [`${dashes}BEGIN RSA PRIVATE KEY${dashes}`, 'private key'],
  [`AKIA${letters.toUpperCase().slice(0, 16)}`, 'AWS access key id'],
  [`ghp_${letters.slice(0, 36)}`, 'GitHub token'],
  ['//registry/:_authToken=abc', 'npm token'],
  [`eyJ${letters}.eyJ${letters}.${letters}`, 'JSON web token'],
  [`sgk_0123456789ab_${letters}`, 'API key of ours'],
  [`const MY_SECRET = '${letters}'`, 'value of a secret'],
  ['password: process.env.PASSWORD', undefined],
])('the tree is searched for such as %s', (text, what) => {
  expect(secretsIn(`\n${text}\n`)).toEqual(what === undefined ? [] : [{ line: 2, what }]);
});

it('the workflow may only read, and pins what it uses to full versions', () => {
  const workflow = parse(readFileSync('.github/workflows/ci.yml', 'utf8')) as {
    permissions: unknown;
    jobs: Record<string, { permissions?: unknown; steps: { uses?: string; run?: string }[] }>;
  };
  expect(workflow.permissions).toEqual({ contents: 'read' });
  const jobs = Object.values(workflow.jobs);
  expect(jobs.filter(({ permissions }) => permissions !== undefined)).toEqual([]);
  const used = jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(used.filter((action) => !/^actions\/[\w-]+@(?:v\d+\.\d+\.\d+|[0-9a-f]{40})$/.test(action))).toEqual(
    [],
  );
  const commands = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  expect(commands).toEqual(['.ci/run', 'npm audit --omit=dev --audit-level=high']);
});
