import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageInfo from '../../package.json' with { type: 'json' };
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { faultsOf } from './faults.ts';
import { type Manifests, nameOf, parseManifests } from './kubernetes/manifests.ts';
import { typeFaults } from './kubernetes/published-types.ts';

const overlays = ['sqlite', 'postgres', 'production'] as const;
const root = 'deploy/kubernetes';
const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

/** What overlays come to; several tests look at it. */
const rendered = new Map<string, string>();

function kustomize(directory: string): string {
  const known = rendered.get(directory);
  if (known !== undefined) return known;
  const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', directory], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  rendered.set(directory, stdout);
  return stdout;
}

describe.skipIf(!hasKubectl)('overlays (skipped where kubectl is not installed)', () => {
  // After a change of manifests or alerts: npx vitest run test/deploy/kustomize.test.ts --update
  it('are what the rules are tried on (skipped where kubectl is not installed)', async () => {
    for (const overlay of ['sqlite', 'production']) {
      await expect(kustomize(`${root}/overlays/${overlay}`)).toMatchFileSnapshot(`fixtures/${overlay}.yaml`);
    }
  });

  it('are without fault, as are components by themselves (skipped where kubectl is not installed)', async () => {
    const renderings = new Map<string, Manifests>(
      overlays.map((overlay) => [overlay, parseManifests(kustomize(`${root}/overlays/${overlay}`))]),
    );
    renderings.set(
      'sqlite and components',
      parseManifests(kustomize(withComponents('sqlite', 'monitoring', 'gateway'))),
    );
    renderings.set(
      'postgres and tls',
      parseManifests(kustomize(withComponents('postgres', 'tls', 'gateway-tls'))),
    );
    const faults = new Map<string, readonly string[]>();
    for (const [name, manifests] of renderings) faults.set(name, await faultsOf(manifests));
    expect([...faults].filter(([, list]) => list.length > 0)).toEqual([]);
    expect(typeFaults([...renderings.values()].flatMap(({ all }) => all))).toEqual([]);
  });
});

it('takes the image of this version', () => {
  const { spec } = parse(readFileSync(`${root}/base/deployment.yaml`, 'utf8'));
  expect(spec.template.spec.containers[0].image).toBe(`schemagate:${packageInfo.version}`);
  expect(parse(readFileSync(`${root}/overlays/production/kustomization.yaml`, 'utf8')).images[0].newTag).toBe(
    packageInfo.version,
  );
});

it('leaves no file out', () => {
  const used = new Set(
    globSync(`${root}/**/kustomization.yaml`).flatMap((path) => {
      const { resources = [], components = [], patches = [] } = parse(readFileSync(path, 'utf8'));
      const names = [...resources, ...components, ...patches.map((patch: { path: string }) => patch.path)];
      return [path, ...names.map((name: string) => join(dirname(path), name))];
    }),
  );
  const files = globSync(`${root}/**/*.yaml`);
  expect(files.filter((path) => !used.has(path))).toEqual([]);
});

it('names each object once', () => {
  const { all } = parseManifests(readFileSync('test/deploy/fixtures/production.yaml', 'utf8'));
  expect(new Set(all.map(nameOf)).size).toBe(all.length);
});

/** A directory with an overlay and components, as somebody would write it. */
function withComponents(overlay: string, ...components: readonly string[]): string {
  const directory = join(temporaryDirectory(), 'own');
  mkdirSync(directory);
  const from = (path: string) => relative(directory, resolve(root, path));
  const kustomization = {
    resources: [from(`overlays/${overlay}`)],
    components: components.map((name) => from(`components/${name}`)),
  };
  writeFileSync(join(directory, 'kustomization.yaml'), JSON.stringify(kustomization));
  return directory;
}
