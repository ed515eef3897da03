import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { httpStatuses } from '../../scripts/docs/error-page.ts';
import { generatedPages } from '../../scripts/docs/pages.ts';
import { loadConfig } from '../../src/config.ts';
import { errorTable } from '../../src/registry/errors.ts';
import { directoryOf } from '../helpers/files.ts';

it.each(Object.entries(generatedPages))(
  '%s is what the sources say; else run: npm run docs',
  async (path, page) => {
    expect(readFileSync(path, 'utf8')).toBe(await page());
  },
);

it('lists on the error page exactly the codes there are', () => {
  const page = readFileSync('docs/errors.md', 'utf8');
  const listed = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  const known = [
    ...Object.values(errorTable).map(({ code }) => code),
    ...Object.keys(httpStatuses).map(Number),
  ];
  expect(new Set(listed)).toEqual(new Set(known));
  expect(listed.length).toBe(known.length);
});

it('lists every status that the sources refuse with', () => {
  const thrown = globSync('src/plugins/**/*.ts').flatMap((path) => {
    const source = readFileSync(path, 'utf8');
    return [...source.matchAll(/new HttpError\((\d+)|\b[A-Z_]+: (4\d\d),/g)].map(([, a, b]) =>
      Number(a ?? b),
    );
  });
  expect(thrown.length).toBeGreaterThan(5);
  expect(thrown.filter((status) => !(status in httpStatuses))).toEqual([]);
});

it('gives an example of the environment that works when switched on whole', () => {
  const text = readFileSync('.env.example', 'utf8').replaceAll(/^#(?=[A-Z_]+=)/gm, '');
  const envFile = `${directoryOf({ '.env': text })}/.env`;
  expect(loadConfig({}, { envFile })).toEqual(loadConfig({}));
});
