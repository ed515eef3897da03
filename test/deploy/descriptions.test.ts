import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withValue } from './kubernetes/changed.ts';
import { parseManifests } from './kubernetes/manifests.ts';
import { schemaFaults } from './kubernetes/published-schemas.ts';
import { typeFaults } from './kubernetes/published-types.ts';

const [deployment] = parseManifests(readFileSync('test/deploy/fixtures/sqlite.yaml', 'utf8')).of(
  'Deployment',
);
const container = 'spec.template.spec.containers.0';

it('finds fields that do not exist, wrong types and versions of APIs that are gone', () => {
  expect(deployment).toBeDefined();
  const faults = typeFaults(
    [
      withValue(deployment, `${container}.livenessProbe.periodSecond`, 10),
      withValue(deployment, `${container}.securityContext.readOnlyRootFilesystem`, 'yes'),
      withValue(deployment, 'apiVersion', 'extensions/v1beta1'),
    ].filter((object) => object !== undefined),
  );
  expect(faults).toEqual([
    expect.stringContaining('extensions/v1beta1 is not a version that we use'),
    expect.stringMatching(/periodSecond.*does not exist/),
    expect.stringContaining("Type 'string' is not assignable"),
  ]);
});

it('finds values that the schemas refuse', async () => {
  const broken = [withValue(deployment, `${container}.resources.limits.memory`, 'much')];
  expect(await schemaFaults(broken.filter((object) => object !== undefined))).toEqual([
    expect.stringContaining('Deployment/schemagate'),
  ]);
});
