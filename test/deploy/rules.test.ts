import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changed } from './kubernetes/changed.ts';
import { parseManifests } from './kubernetes/manifests.ts';
import { rules } from './rules/all.ts';

const renderings = {
  production: parseManifests(readFileSync('test/deploy/fixtures/production.yaml', 'utf8')),
  sqlite: parseManifests(readFileSync('test/deploy/fixtures/sqlite.yaml', 'utf8')),
};

it('has a rule for each of about fifty mistakes, none twice', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(rules.length).toBeGreaterThan(45);
});

describe.each(rules)('$id', ({ faults, brokenBy }) => {
  it('holds as long as nothing is broken', () => {
    expect([...faults(renderings.production), ...faults(renderings.sqlite)]).toEqual([]);
  });

  it('finds what breaks it', () => {
    expect(faults(changed(renderings[brokenBy.in], brokenBy))).not.toEqual([]);
  });
});
