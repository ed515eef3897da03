import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { keyPattern } from '../../src/access/api-key.ts';
import { instructionsOf } from './dockerfile.ts';

const page = readFileSync('docs/access.md', 'utf8');

it('tells scanners the pattern that keys have', () => {
  expect(page).toContain(keyPattern.source.replaceAll(/[()^$]/g, ''));
});

it('makes an image that needs keys, since it listens to other machines', () => {
  const environment = instructionsOf(readFileSync('Dockerfile', 'utf8')).find(({ name }) => name === 'ENV');
  expect(environment?.text).toContain('HOST=0.0.0.0');
  expect(environment?.text).toContain('AUTH=required');
});
