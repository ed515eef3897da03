import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cycleFaults, faultsOf, medianLines } from './architecture/faults.ts';
import { maxMedian } from './architecture/house.ts';
import { arrowsOfHouse, arrowsOfPicture } from './architecture/picture.ts';
import { readSource } from './architecture/source-file.ts';

const sources = sourcesIn('src/**/*.ts');

function sourcesIn(pattern: string) {
  return globSync(pattern)
    .sort()
    .map((path) => readSource(path, readFileSync(path, 'utf8')));
}

it('keeps the rules of the house in every source file', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(faultsOf(sources)).toEqual([]);
});

it('has no circle of files beside the sources either', () => {
  const others = sourcesIn('{bench,deploy,readiness,scripts,test}/**/*.ts');
  expect(others.length).toBeGreaterThan(100);
  expect(cycleFaults(others)).toEqual([]);
});

it('is drawn in ARCHITECTURE.md as it is', () => {
  const drawn = arrowsOfPicture(readFileSync('ARCHITECTURE.md', 'utf8'));
  expect(new Set(drawn)).toEqual(new Set(arrowsOfHouse()));
  expect(drawn.length).toBeGreaterThan(10);
});

it('keeps files short', () => {
  const median = medianLines(sources);
  console.log(`${sources.length} source files, median ${median} lines`);
  expect(median).toBeLessThan(maxMedian);
});

/** Each breaks one rule; the check must find it, and nothing else. */
const planted: readonly [rule: string, path: string, text: string, fault: string][] = [
  [
    'the core knows no framework',
    'src/registry/a.ts',
    "import type { FastifyInstance } from 'fastify';",
    'src/registry/a.ts -> fastify',
  ],
  [
    'the core knows no format',
    'src/registry/a.ts',
    "export { x } from '../formats/json-schema/format.ts';",
    'src/registry/a.ts -> src/formats/json-schema/format.ts',
  ],
  [
    'the core is given its clock',
    'src/registry/a.ts',
    'export const now = () => Date.now();',
    'src/registry/a.ts uses the global Date',
  ],
  [
    'formats know no storage',
    'src/formats/json-schema/a.ts',
    "const store = import('../../storage/sqlite/store.ts');",
    'src/formats/json-schema/a.ts -> src/storage/sqlite/store.ts',
  ],
  [
    'formats do no input or output',
    'src/formats/json-schema/a.ts',
    "import { readFileSync } from 'node:fs';",
    'src/formats/json-schema/a.ts -> node:fs',
  ],
  [
    'storage knows no plugin',
    'src/storage/sqlite/a.ts',
    "type P = import('../../plugins/errors.ts').P;",
    'src/storage/sqlite/a.ts -> src/plugins/errors.ts',
  ],
  [
    'storage starts no thread elsewhere',
    'src/storage/sqlite/a.ts',
    "new Worker(new URL('../../plugins/thread.ts', import.meta.url));",
    'src/storage/sqlite/a.ts -> src/plugins/thread.ts',
  ],
  [
    'engines know nothing of each other',
    'src/storage/postgres/a.ts',
    "import { rows } from '../sqlite/rows.ts';",
    'src/storage/postgres/a.ts -> src/storage/sqlite/rows.ts',
  ],
  [
    'plugins know no route',
    'src/plugins/a.ts',
    "export * from '../routes/subjects.ts';",
    'src/plugins/a.ts -> src/routes/subjects.ts',
  ],
  [
    'plugins use no driver',
    'src/plugins/a.ts',
    "import { DatabaseSync } from 'node:sqlite';",
    'src/plugins/a.ts -> node:sqlite',
  ],
  [
    'routes know no storage',
    'src/routes/a.ts',
    "import { openSqliteStore } from '../storage/sqlite/open-store.ts';",
    'src/routes/a.ts -> src/storage/sqlite/open-store.ts',
  ],
  [
    'routes know no plugin',
    'src/routes/a.ts',
    "import '../plugins/errors.ts';",
    'src/routes/a.ts -> src/plugins/errors.ts',
  ],
  [
    'the app opens no storage itself',
    'src/app.ts',
    "import { openSqliteStore } from './storage/sqlite/open-store.ts';",
    'src/app.ts -> src/storage/sqlite/open-store.ts',
  ],
  [
    'the server knows no route',
    'src/server.ts',
    "import { subjects } from './routes/subjects.ts';",
    'src/server.ts -> src/routes/subjects.ts',
  ],
  [
    'TypeBox comes through one module',
    'src/routes/a.ts',
    "import { Type } from '@sinclair/typebox';",
    'src/routes/a.ts -> @sinclair/typebox',
  ],
  [
    'an import can be read without running it',
    'src/plugins/a.ts',
    'const load = (name: string) => import(name);',
    'src/plugins/a.ts -> (computed)',
  ],
  [
    'the environment is read in one place',
    'src/plugins/a.ts',
    'const port = process.env.PORT;',
    'src/plugins/a.ts uses process.env',
  ],
  [
    'the environment is not read in disguise',
    'src/plugins/a.ts',
    "const port = process['env'].PORT;",
    'src/plugins/a.ts uses process.*',
  ],
  [
    'process is not handed on',
    'src/plugins/a.ts',
    'const { env } = process;',
    'src/plugins/a.ts uses process.*',
  ],
  ['process is not imported', 'src/server.ts', "import { env } from 'process';", 'src/server.ts -> process'],
  ['one file exits', 'src/app.ts', 'process.exit(1);', 'src/app.ts uses process.exit'],
  [
    'one file takes signals',
    'src/plugins/a.ts',
    "process.once('SIGTERM', () => undefined);",
    'src/plugins/a.ts uses process.once',
  ],
  [
    'files are short',
    'src/registry/a.ts',
    'export {};\n'.repeat(301),
    'src/registry/a.ts has 301 lines, over 300',
  ],
  [
    'every file has its place',
    'src/utils/a.ts',
    'export {};',
    'src/utils/a.ts belongs to no part of the house',
  ],
];

it.each(planted)('finds a planted break: %s', (_rule, path, text, fault) => {
  const others = sources.filter((source) => source.path !== path);
  const found = faultsOf([...others, readSource(path, text)]);
  expect(found.filter((sentence) => !sentence.startsWith('needless exception'))).toContain(fault);
});

it('finds a planted cycle, also one of types alone', () => {
  const files = [
    readSource('src/registry/a.ts', "import type { B } from './b.ts';"),
    readSource('src/registry/b.ts', "export { c } from './c.ts';"),
    readSource('src/registry/c.ts', "import { a } from './a.ts';"),
  ];
  expect(faultsOf(files)).toContain(
    'import cycle: src/registry/a.ts -> src/registry/b.ts -> src/registry/c.ts -> src/registry/a.ts',
  );
});

it('finds sources that grow too long on the whole', () => {
  const long = ['a', 'b', 'c'].map((name) => readSource(`src/registry/${name}.ts`, ';\n'.repeat(100)));
  expect(faultsOf(long)).toContain('the median file has 100 lines, not under 100');
});

it('finds an exception that nothing needs any more', () => {
  const without = sources.filter(({ path }) => path !== 'src/server.ts');
  expect(faultsOf(without)).toContainEqual(expect.stringMatching(/^needless exception: src\/server\.ts -> /));
});

it('gives routes the registry of each request, within its bounds, and no other way to schemas', () => {
  const routes = sources.filter(({ path }) => path.startsWith('src/routes/'));
  expect(routes.length).toBeGreaterThan(10);
  const beyond =
    /\bapp\.(registry|store)\b|\{[^}]*\b(registry|store)\b[^}]*\} = app\b|\bserver\.(registry|store)\b/;
  expect(
    routes.filter(({ path }) => beyond.test(readFileSync(path, 'utf8'))).map(({ path }) => path),
  ).toEqual([]);
});
