import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from '@prometheus-io/client';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { noTrail } from '../../src/audit/no-trail.ts';
import { loadConfig } from '../../src/config.ts';
import { schemaDirectory } from '../../src/plugins/schema-directory.ts';
import { refusals } from '../../src/registry/refusals.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { MemoryStore } from '../../src/schema-tree/memory-store.ts';
import { directoryOf } from '../helpers/files.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { auditInto } from '../helpers/recording-trail.ts';
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

it('loads samples once: what was deleted stays so, and they are no declaration to drift from', async () => {
  const DATA_DIR = temporaryDirectory();
  const SCHEMA_DIR = './schemas';
  const first = await start({ DATA_DIR, SCHEMA_DIR });
  await first.app.inject({ method: 'DELETE', url: '/subjects/orders.order-placed-value' });
  await first.app.close();
  const second = await start({ DATA_DIR, SCHEMA_DIR });
  expect(await second.get('/subjects')).toEqual(['common.address', 'customers.customer-value']);
  expect(await second.app.metricsRegistry.metrics()).not.toContain('schema_directory_drift');
});

it('applies a declared directory at each start, and brings nothing back that was deleted', async () => {
  const DATA_DIR = temporaryDirectory();
  const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x'), 'b/1.json': closed('y') });
  const first = await start({ DATA_DIR, SCHEMA_DIR });
  expect(first.problems()).toEqual([]);
  await first.app.close();
  writeFileSync(join(SCHEMA_DIR, 'b', '2.json'), closed('y', 'z'));
  writeFileSync(join(SCHEMA_DIR, 'b', 'subject.yaml'), 'compatibility: NONE');
  const second = await start({ DATA_DIR, SCHEMA_DIR });
  expect(await second.get('/subjects/b/versions')).toEqual([1, 2]);
  expect(await second.get('/config/b')).toEqual({ compatibilityLevel: 'NONE' });
  await second.app.inject({ method: 'DELETE', url: '/subjects/a' });
  await second.app.close();
  const third = await start({ DATA_DIR, SCHEMA_DIR });
  expect(await third.get('/subjects')).toEqual(['b']);
  expect(third.problems()).toEqual([
    ['a/1.json', undefined, expect.stringContaining('Version 1 is deleted in the registry')],
  ]);
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

it('logs what stands in the way, applies none of the directory, and serves', async () => {
  const { get, problems, log } = await start({
    SCHEMA_DIR: directoryOf({
      'breaking/1.json': closed('x', 'y'),
      'breaking/2.json': closed('x'),
      'broken/1.json': '{"type":',
      'good/1.json': closed('x'),
    }),
  });
  expect(problems()).toEqual([
    ['broken/1.json', 1, expect.stringContaining('Not valid JSON')],
    ['breaking/2.json', 1, expect.stringContaining('PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL')],
  ]);
  expect(log.with('schema directory refused')).toEqual([
    expect.objectContaining({ level: 50, outcome: 'refused', applied: 0, changes: 3, problems: 2 }),
  ]);
  expect(await get('/subjects')).toEqual([]);
  expect(await get('/health/ready')).toEqual({ status: 'ok' });
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
  const sync = await app.inject({ method: 'POST', url: '/admin/schema-directory/sync' });
  expect([sync.statusCode, sync.json()]).toEqual([
    404,
    { error_code: 404, message: 'There is no schema directory: see SCHEMA_DIR' },
  ]);
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

it('starts without the directory of samples, and says so', async () => {
  const log = new LogLines();
  const app = await withStubs({ registerSchema: neverCalled }, log);
  app.register(schemaDirectory, {
    ...options,
    directory: join(temporaryDirectory(), 'absent'),
    samples: true,
  });
  await app.ready();
  await app.schemasLoaded;
  expect(log.lines.map(({ msg }) => msg)).toEqual(['no schema directory']);
});

it('fails when the store does, since a registry without its schemas is not whole', async () => {
  const away = () => Promise.reject(new StoreUnavailableError('away'));
  const app = await withStubs({ registerSchema: away }, new LogLines());
  app.register(schemaDirectory, { ...options, directory: directoryOf({ 'a/1.json': '{}' }) });
  await app.ready();
  await expect(app.schemasLoaded).rejects.toThrow('away');
});

describe('asked to sync', () => {
  it('applies what changed, and tells what it did', async () => {
    const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x') });
    const { app, sync } = await start({ SCHEMA_DIR });
    await app.inject({ method: 'PUT', url: '/config/a', payload: { normalize: true } });
    expect(await sync()).toEqual([
      200,
      {
        outcome: 'unchanged',
        changes: [],
        applied: 0,
        problems: [],
        undeclared: [{ subject: 'a', what: 'config (normalize)' }],
      },
    ]);
    writeFileSync(join(SCHEMA_DIR, 'a', '2.json'), closed('x', 'y'));
    writeFileSync(join(SCHEMA_DIR, 'registry.yaml'), '\ncompatibility: FULL');
    writeFileSync(join(SCHEMA_DIR, 'a', 'subject.yaml'), 'compatibility: NONE');
    expect(await sync()).toEqual([
      200,
      expect.objectContaining({
        outcome: 'applied',
        applied: 3,
        changes: [
          { change: 'set the config of the registry', path: 'registry.yaml', line: 2 },
          { change: 'set the config of a', path: 'a/subject.yaml', line: 1 },
          { change: 'register version 2 of a', path: 'a/2.json' },
        ],
      }),
    ]);
  });

  it('answers 409 for a tree that can not be had, and 503 for a directory that is gone', async () => {
    const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x') });
    const { get, sync, drift } = await start({ SCHEMA_DIR });
    writeFileSync(join(SCHEMA_DIR, 'a', '1.json'), '{\n}}');
    const problems = [{ path: 'a/1.json', line: 2, reason: expect.stringContaining('Not valid JSON') }];
    expect(await sync()).toEqual([409, expect.objectContaining({ outcome: 'refused', problems })]);
    rmSync(SCHEMA_DIR, { recursive: true });
    const gone = [{ path: '', reason: expect.stringContaining('ENOENT') }];
    expect(await sync()).toEqual([503, expect.objectContaining({ outcome: 'failed', problems: gone })]);
    expect(await drift()).toMatchObject({ problem: 1 });
    expect(await get('/subjects')).toEqual(['a']);
  });

  it('answers 503 with how far it came when the registry refuses half way', async () => {
    const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x'), 'b/1.json': closed('y') });
    const { app, sync } = await start({ SCHEMA_DIR });
    writeFileSync(join(SCHEMA_DIR, 'a', '2.json'), closed('x', 'y'));
    writeFileSync(join(SCHEMA_DIR, 'b', '2.json'), closed('y', 'z'));
    const register = app.registry.registerSchema;
    app.registry.registerSchema = async (subject, ...rest) => {
      if (subject === 'b') throw refusals.readOnly('b');
      return await register(subject, ...rest);
    };
    expect(await sync()).toEqual([
      503,
      expect.objectContaining({
        outcome: 'failed',
        applied: 1,
        problems: [{ path: 'b/2.json', reason: expect.stringContaining('read-only') }],
      }),
    ]);
  });

  it('shares one sync between calls that come while another is under way', async () => {
    const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x') });
    const { app, log } = await start({ SCHEMA_DIR });
    const reports = await Promise.all([1, 2, 3, 4].map(async () => await app.syncSchemaDirectory?.()));
    expect(new Set(reports).size).toBeLessThan(4);
    expect(log.with('schema directory unchanged').length).toBe(new Set(reports).size);
  });
});

it('measures how directory and store differ, anew when somebody scrapes a minute later', async () => {
  const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x') });
  const { app, drift, sync } = await start({ SCHEMA_DIR });
  expect(await drift()).toEqual({ pending: 0, undeclared: 0, problem: 0, synced: true });
  writeFileSync(join(SCHEMA_DIR, 'a', '2.json'), closed('x', 'y'));
  await app.registry.registerSchema('other', { schema: '{}', schemaType: 'JSON' }, { normalize: false });
  expect(await drift()).toMatchObject({ pending: 0, undeclared: 0 });
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 61_000);
  onTestFinished(() => clock.mockRestore());
  expect(await drift()).toMatchObject({ pending: 1, undeclared: 1, problem: 0 });
  await sync();
  expect(await drift()).toMatchObject({ pending: 0, undeclared: 1, problem: 0 });
  rmSync(SCHEMA_DIR, { recursive: true });
  clock.mockReturnValue(performance.now() + 122_000);
  expect(await drift()).toMatchObject({ pending: 0, undeclared: 0, problem: 1 });
});

it('warns of what others than the owner may write to', async () => {
  const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x'), 'b/1.json': closed('x'), '.git/x': '' });
  chmodSync(join(SCHEMA_DIR, 'a'), 0o777);
  chmodSync(join(SCHEMA_DIR, 'b', '1.json'), 0o664);
  chmodSync(join(SCHEMA_DIR, '.git'), 0o777);
  symlinkSync('nowhere', join(SCHEMA_DIR, 'dangling'));
  const { log } = await start({ SCHEMA_DIR });
  expect(log.with('schema directory: others may write to it')).toEqual([
    expect.objectContaining({ level: 40, paths: ['a', 'b/1.json'] }),
  ]);
});

describe('watching', () => {
  it('applies what changes, also in a folder that is new', async () => {
    const SCHEMA_DIR = directoryOf({ 'a/1.json': closed('x') });
    const { app, get, log } = await start({ SCHEMA_DIR, SCHEMA_DIR_WATCH: 'true' });
    const applied = (count: number) =>
      vi.waitUntil(() => log.with('schema directory applied').length === count, { timeout: 45_000 });
    writeFileSync(join(SCHEMA_DIR, 'a', '2.json'), closed('x', 'y'));
    await applied(2);
    expect(await get('/subjects/a/versions')).toEqual([1, 2]);
    const staged = directoryOf({ 'c/1.json': closed('x') });
    renameSync(join(staged, 'c'), join(SCHEMA_DIR, 'c'));
    await applied(3);
    expect(await get('/subjects')).toEqual(['a', 'c']);
    await app.close();
  });

  it('says when it can not', async () => {
    const { app, log } = await build({ SCHEMA_DIR: '/does/not/exist', SCHEMA_DIR_WATCH: 'true' });
    await app.ready();
    await expect(app.schemasLoaded).rejects.toThrow('not a directory');
    await app.close();
    expect(log.lines.filter(({ msg }) => String(msg).includes('go unnoticed'))).toHaveLength(1);
  });
});

const options = {
  samples: false,
  watch: false,
  defaultLevel: 'BACKWARD',
  soundCompatibility: false,
} as const;

const neverCalled = () => Promise.reject(new Error('called'));

/** An app around stand-ins for the plugins before; its store has loaded nothing and takes nothing. */
async function withStubs(registry: object, log: LogLines): Promise<FastifyInstance> {
  const app = fastify({ loggerInstance: pino({}, log) as FastifyBaseLogger });
  onTestFinished(() => app.close());
  const store = fastifyPlugin(
    (scope: FastifyInstance, _options, done) => {
      scope.decorate('storeOpened', Promise.resolve());
      const store = new MemoryStore();
      store.commit = neverCalled;
      scope.decorate('store', store);
      done();
    },
    { name: 'schema-store' },
  );
  const use = fastifyPlugin(
    (scope: FastifyInstance, _options, done) => {
      scope.decorate('registry', registry as FastifyInstance['registry']);
      done();
    },
    { name: 'registry' },
  );
  const metrics = fastifyPlugin(
    (scope: FastifyInstance, _options, done) => {
      scope.decorate('metricsRegistry', new Registry());
      done();
    },
    { name: 'metrics' },
  );
  await app.register(metrics);
  await app.register(store);
  await app.register(auditInto(noTrail));
  await app.register(use);
  return app;
}

async function build(settings: Readonly<Record<string, string>>) {
  const loaded = loadConfig({
    DATA_DIR: temporaryDirectory(),
    LOG_LEVEL: 'info',
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
    log.with('schema directory: not as declared').map(({ path, line, reason }) => [path, line, reason]);
  const sync = async () => {
    const answer = await app.inject({ method: 'POST', url: '/admin/schema-directory/sync' });
    return [answer.statusCode, answer.json()];
  };
  const drift = async (): Promise<Record<string, unknown>> => {
    const text = await app.metricsRegistry.metrics();
    const kinds = [...text.matchAll(/schemagate_schema_directory_drift\{kind="(\w+)"\} (\d+)/g)];
    const [, synced] = /_sync_success_timestamp_seconds (\d\S*)/.exec(text) ?? [];
    return {
      ...Object.fromEntries(kinds.map(([, kind, count]) => [kind, Number(count)])),
      synced: Number(synced) > 1_700_000_000,
    };
  };
  return { app, log, get, problems, sync, drift };
}
