import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { nameOf } from './manifests.ts';
import type { Manifest } from './types.ts';

/** The versions of APIs that we use, all of them stable where there is a stable one, with the package that describes them. */
const packages: Readonly<Record<string, string>> = {
  v1: 'kubernetes-models',
  'apps/v1': 'kubernetes-models',
  'autoscaling/v2': 'kubernetes-models',
  'networking.k8s.io/v1': 'kubernetes-models',
  'policy/v1': 'kubernetes-models',
  'argoproj.io/v1alpha1': '@kubernetes-models/argo-rollouts',
  'cert-manager.io/v1': '@kubernetes-models/cert-manager',
  'gateway.networking.k8s.io/v1': '@kubernetes-models/gateway-api',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator',
};

/** Where the published description of an object's kind is; undefined for a version of an API that we don't use. */
export function describedBy({ apiVersion, kind }: Manifest): string | undefined {
  const name = packages[apiVersion];
  return name && `${name}/${apiVersion}/${kind}`;
}

/**
 * Holds objects against the published types, which know every field: one sentence for each wrong type and each
 * field that does not exist.
 */
export function typeFaults(objects: readonly Manifest[]): readonly string[] {
  const directory = temporaryDirectory();
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  const known = objects.filter((object) => describedBy(object) !== undefined);
  const lines = known.map(
    (object, index) =>
      `import type { I${object.kind} as T${index} } from '${describedBy(object)}'; ` +
      `export const o${index}: T${index} = ${JSON.stringify(object)};`,
  );
  writeFileSync(join(directory, 'objects.ts'), lines.join('\n'));
  const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', skipLibCheck: true, types: [] };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['objects.ts'] }));
  const { stdout, stderr, status } = spawnSync(
    resolve('node_modules/.bin/tsc'),
    ['-p', directory, '--pretty', 'false'],
    {
      encoding: 'utf8',
    },
  );
  const unknown = objects
    .filter((object) => describedBy(object) === undefined)
    .map((object) => `${nameOf(object)}: ${object.apiVersion} is not a version that we use`);
  const found = [...stdout.matchAll(/objects\.ts\((\d+),\d+\): error TS\d+: (.*)/g)].map(
    ([, line, text = '']) => {
      const object = known[Number(line) - 1];
      return `${object ? nameOf(object) : ''}: ${text}`;
    },
  );
  if (status !== 0 && found.length === 0) throw new Error(stdout + stderr);
  return [...unknown, ...found];
}
