import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { schemaDirectory } from '../../src/plugins/schema-directory.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { type Store, StoreUnavailableError } from '../../src/registry/store.ts';
import { directoryOf } from '../helpers/files.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const closed = (...names: string[]) =>
  JSON.stringify({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    additionalProperties: false,
  });

it('loads the sample schemas at the first start, and nothing is wrong with them', async () => {
  const { get, problems } = await start({ SCHEMA_DIR: './schemas' });
  expect(problems()).toEqual([]);
  expect(await get('/subjects')).toEqual([
    'common.address',
    'customers.customer-value',
    'orders.order-placed-value',
  ]);
  expect(await get('/subjects/orders.order-placed-value/versions')).toEqual([1, 2]);
  expect(await get('/config/orders.order-placed-value')).toEqual({ compatibilityLevel: 'BACKWARD' });
  expect(await get('/subjects/common.address/versions/1/referencedby')).toHaveLength(3);
});

it('loads a store once: what was deleted and what changed in the directory stay as they are', async () => {
  const DATA_DIR = temporaryDirectory();
  const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x'), 'b/1.json': closed('y') });
  const first = await start({ DATA_DIR, SCHEMA_DIR });
  await first.app.inject({ method: 'DELETE', url: '/subjects/a' });
  await first.app.close();
  writeFileSync(join(SCHEMA_DIR, 'b', '2.json'), closed('y', 'z'));
  const second = await start({ DATA_DIR, SCHEMA_DIR });
  expect(await second.get('/subjects')).toEqual(['b']);
  expect(await second.get('/subjects/b/versions')).toEqual([1]);
});

it('goes on where a crash interrupted the first start', async () => {
  const DATA_DIR = temporaryDirectory();
  const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x'), 'a/2.json': closed('x', 'y') });
  const before = await start({ DATA_DIR, SCHEMA_DIR: '' });
  await before.app.registry.registerSchema(
    'a',
    { schema: closed('x'), schemaType: 'JSON' },
    { normalize: false },
  );
  await before.app.close();
  const { get, problems } = await start({ DATA_DIR, SCHEMA_DIR });
  expect(problems()).toEqual([]);
  expect(await get('/subjects/a/versions')).toEqual([1, 2]);
});

it('resolves references between folders, whatever their names', async () => {
  const { get, problems } = await start({
    SCHEMA_DIR: directoryOf({
      'a/1.json': '{"$ref":"z.json"}',
      'a/subject.yaml': 'versions: { 1: { references: [{ name: z.json, subject: z/z, version: 1 }] } }',
      'z%2Fz/1.json': closed('x'),
    }),
  });
  expect(problems()).toEqual([]);
  expect(await get('/subjects/z%2Fz/versions/1/referencedby')).toEqual([2]);
});

it('logs each file that can not be registered, with the reason, and loads the others', async () => {
  const { get, problems } = await start({
    SCHEMA_DIR: directoryOf({
      'broken/1.json': '{"type":',
      'breaking/1.json': closed('x', 'y'),
      'breaking/2.json': closed('x'),
      'breaking/3.json': closed('x', 'y', 'z'),
      'gap/1.json': closed('x'),
      'gap/3.json': closed('x', 'y'),
      'good/1.json': closed('x'),
      'level/1.json': closed('x'),
      'level/subject.yaml': 'compatibility: SIDEWAYS',
      'loose/1.json': closed('x', 'y'),
      'loose/2.json': closed('x'),
      'loose/subject.yaml': 'compatibility: NONE',
      'nowhere/1.json': '{"$ref":"no.json"}',
      'nowhere/subject.yaml': 'versions: { 1: { references: [{ name: no.json, subject: no, version: 1 }] } }',
      'odd/latest.json': '{}',
      'repeated/1.json': closed('x'),
      'repeated/2.json': closed('x'),
    }),
  });
  expect(problems()).toEqual([
    ['odd/latest.json', expect.stringContaining('Not named <version>.json')],
    ['level', expect.stringContaining('Invalid compatibility level')],
    ['breaking/2.json', expect.stringContaining('PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL')],
    ['breaking/3.json', 'Left out, since version 2 could not be registered'],
    ['broken/1.json', expect.stringContaining('Invalid schema')],
    ['gap/3.json', expect.stringContaining('It is version 2 of the subject, not 3')],
    ['nowhere/1.json', expect.stringContaining('No schema reference found for subject "no" and version 1')],
    ['repeated/2.json', expect.stringContaining('It is version 1 of the subject, not 2')],
  ]);
  expect(await get('/subjects')).toEqual(['breaking', 'gap', 'good', 'loose', 'repeated']);
  expect(await get('/subjects/loose/versions')).toEqual([1, 2]);
});

it('is not ready before the schemas are there', async () => {
  const { app } = await build({ SCHEMA_DIR: directoryOf({ 'a/1.json': closed('x') }) });
  await app.ready();
  const early = await app.inject('/health/ready');
  expect(early.json()).toEqual({ status: 'starting' });
  await app.schemasLoaded;
  const later = await app.inject('/health/ready');
  expect(later.json()).toEqual({ status: 'ok' });
});

it('takes no directory for none, and the default directory need not exist', async () => {
  const { app, get, log } = await start({ SCHEMA_DIR: '' });
  expect(await get('/subjects')).toEqual([]);
  await app.close();
  expect(log.lines.filter(({ msg }) => String(msg).includes('schema directory'))).toEqual([]);
});

it('refuses a directory that was asked for and is not there', async () => {
  const file = join(directoryOf({ file: '' }), 'file');
  for (const SCHEMA_DIR of ['/does/not/exist', file]) {
    const { app } = await build({ SCHEMA_DIR });
    await app.ready();
    await expect(app.schemasLoaded).rejects.toThrow(
      `SCHEMA_DIR is "${SCHEMA_DIR}", which is not a directory`,
    );
  }
});

it('does not mark a store whose directory was missing, so that it may come later', async () => {
  const DATA_DIR = temporaryDirectory();
  const without = await build({ DATA_DIR, SCHEMA_DIR: join(temporaryDirectory(), 'absent') });
  await without.app.ready();
  await expect(without.app.schemasLoaded).rejects.toThrow('not a directory');
  await without.app.close();
  const { get } = await start({ DATA_DIR, SCHEMA_DIR: directoryOf({ 'a/1.json': closed('x') }) });
  expect(await get('/subjects')).toEqual(['a']);
});

it('starts without the default directory, and says so', async () => {
  const log = new LogLines();
  const app = await withStubs({ registerSchema: neverCalled }, log);
  app.register(schemaDirectory, { directory: join(temporaryDirectory(), 'absent'), required: false });
  await app.ready();
  await app.schemasLoaded;
  expect(log.lines.map(({ msg }) => msg)).toEqual(['no schema directory']);
});

it('fails when the store does, since a schema left out for that would never be loaded', async () => {
  const away = () => Promise.reject(new StoreUnavailableError('away'));
  const app = await withStubs({ registerSchema: away }, new LogLines());
  app.register(schemaDirectory, { directory: directoryOf({ 'a/1.json': '{}' }), required: true });
  await app.ready();
  await expect(app.schemasLoaded).rejects.toThrow('away');
});

const neverCalled = () => Promise.reject(new Error('called'));

/** An app around stand-ins for the plugins before; its store has loaded nothing and takes nothing. */
async function withStubs(registry: object, log: LogLines): Promise<FastifyInstance> {
  const app = fastify({ loggerInstance: pino({}, log) as FastifyBaseLogger });
  onTestFinished(() => app.close());
  const store = fastifyPlugin(
    (scope: FastifyInstance, _options, done) => {
      scope.decorate('storeOpened', Promise.resolve());
      scope.decorate('store', { property: async () => undefined, commit: neverCalled } as unknown as Store);
      done();
    },
    { name: 'schema-store' },
  );
  const use = fastifyPlugin(
    (scope: FastifyInstance, _options, done) => {
      scope.decorate('registry', registry as Registry);
      done();
    },
    { name: 'registry' },
  );
  await app.register(store);
  await app.register(use);
  return app;
}

async function build(settings: Readonly<Record<string, string>>) {
  const loaded = loadConfig({
    DATA_DIR: temporaryDirectory(),
    RATE_LIMIT_MAX: '0',
    MAX_EVENT_LOOP_DELAY_MS: '0',
    ...settings,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const log = new LogLines();
  const app = await buildApp({ config: loaded.config, log });
  onTestFinished(() => app.close());
  return { app, log };
}

async function start(settings: Readonly<Record<string, string>>) {
  const { app, log } = await build(settings);
  await app.ready();
  await app.schemasLoaded;
  const get = async (url: string): Promise<unknown> => (await app.inject(url)).json();
  const problems = () =>
    log.lines.filter(({ msg }) => msg === 'schema not loaded').map(({ path, reason }) => [path, reason]);
  return { app, log, get, problems };
}
