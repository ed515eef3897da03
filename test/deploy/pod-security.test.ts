import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withValue } from './kubernetes/changed.ts';
import { parseManifests } from './kubernetes/manifests.ts';
import type { SecuredPod } from './pod-security/control.ts';
import { controls } from './pod-security/profile.ts';

const manifests = parseManifests(readFileSync('test/deploy/fixtures/production.yaml', 'utf8'));
const pods: readonly SecuredPod[] = manifests.pods.map(({ spec }) => spec);
const [service = { containers: [] }] = pods;

it('has the pods of the service and of the check of its canaries', () => {
  expect(pods.map(({ containers }) => containers.map(({ name }) => name))).toEqual([
    ['schemagate'],
    ['verify'],
  ]);
  expect(controls).toHaveLength(18);
});

describe.each(controls)('$id', ({ keeps, brokenBy, keptBy }) => {
  it('is kept by every pod', () => {
    expect(pods.map(keeps)).toEqual(pods.map(() => true));
  });

  it.each(brokenBy)('is broken by %s being %j', (path, value) => {
    expect(keeps(withValue(service, path, value))).toBe(false);
  });

  it.each(keptBy)('is not broken by %s being %j', (path, value) => {
    expect(keeps(withValue(service, path, value))).toBe(true);
  });
});
