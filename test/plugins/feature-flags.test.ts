import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { mostInline } from '../../src/costly-work/bounded-format.ts';
import { closed, jsonSchema, startApi } from '../helpers/api.ts';
import { directoryOf } from '../helpers/files.ts';
import { answering, startHttpPeer } from '../helpers/http-peer.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { RecordingTrail } from '../helpers/recording-trail.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const fileOf = (text: string) => join(directoryOf({ 'flags.yaml': text }), 'flags.yaml');

/** The whole service, listening, with a file of flags. */
async function start(text: string, settings: Readonly<Record<string, string>>) {
  const file = fileOf(text);
  const loaded = loadConfig({
    DATA_DIR: temporaryDirectory(),
    SCHEMA_DIR: '',
    FLAGS_FILE: file,
    RATE_LIMIT_MAX: '0',
    MAX_EVENT_LOOP_DELAY_MS: '0',
    ...settings,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const [log, trail] = [new LogLines(), new RecordingTrail()];
  const app = await buildApp({ config: loaded.config, log, openAudit: trail.open });
  onTestFinished(() => app.close());
  /** Requests that went the ordinary way. */
  const ordinary: string[] = [];
  app.addHook('onRequest', (request, _reply, next) => {
    ordinary.push(request.url);
    next();
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  await app.storeOpened;
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    app,
    log,
    trail,
    ordinary,
    ask: (path: string, init?: RequestInit) => fetch(url + path, init),
    register: (subject: string, schema: unknown) =>
      fetch(`${url}/subjects/${subject}/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(jsonSchema(schema)),
      }),
    /** Writes the file; nobody tells the service of it. */
    write: (content: string) => writeFileSync(file, content),
    /** Writes the file and has it read. */
    switchTo: (content: string) => {
      writeFileSync(file, content);
      app.featureFlags.reload();
    },
    metric: async (line: string) => (await app.metricsRegistry.metrics()).includes(`${line}\n`),
  };
}

it('switch what they say while the service runs', async () => {
  const peer = await startHttpPeer();
  onTestFinished(() => peer.close());
  const service = await start('webhook-delivery: false\nscheduled-backups: false', {
    FLAG_UPSTREAM_READS: 'false',
    WEBHOOKS: JSON.stringify([{ name: 'ci', url: `${peer.url}/hook`, secrets: ['x'.repeat(16)] }]),
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
    BACKUP_DIR: temporaryDirectory(),
    BACKUP_SCHEDULE: '* * * * * *',
  });
  const { log, trail, ask, register, switchTo, metric, ordinary } = service;
  expect(log.with('feature flags that are not as by default')).toMatchObject([
    { flags: { 'webhook-delivery': false, 'scheduled-backups': false, 'upstream-reads': false } },
  ]);
  expect((await register('a', closed({ x: 'string' }))).status).toBe(200);

  // Compression, quick lane and costly schemas, first on, then off.
  const large = { description: 'x'.repeat(mostInline) };
  const compressed = async () =>
    (await ask('/openapi.json', { headers: { 'accept-encoding': 'gzip' } })).headers.get('content-encoding');
  const readTwice = async () => {
    await (await ask('/schemas/ids/1')).text();
    ordinary.length = 0;
    await (await ask('/schemas/ids/1')).text();
    return ordinary;
  };
  expect(await compressed()).toBe('gzip');
  expect(await readTwice()).toEqual([]);
  expect((await register('large', large)).status).toBe(200);
  switchTo(
    'compression: false\nquick-lane: false\ncostly-schemas: false\nwebhook-delivery: false\nscheduled-backups: false',
  );
  await expect.poll(compressed).toBeNull();
  expect(await readTwice()).toEqual(['/schemas/ids/1']);
  const refused = await register('larger', { ...large, title: 'more' });
  expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
    503,
    '1',
    { error_code: 503, message: 'Costly schemas are not worked on at present' },
  ]);
  expect((await register('small', true)).status).toBe(200);
  expect(await metric('schemagate_costly_work_lost_total{kind="registration",reason="refused"} 1')).toBe(
    true,
  );
  expect(await metric('schemagate_feature_flag{flag="compression",source="file"} 0')).toBe(true);
  expect(await metric('schemagate_feature_flag{flag="upstream-reads",source="environment"} 0')).toBe(true);
  expect(await metric('schemagate_feature_flag_reloads_total{outcome="changed"} 1')).toBe(true);
  const changed = { outcome: 'success', actor: 'system' };
  expect(trail.of('feature-flag.changed')).toMatchObject(
    ['quick-lane', 'compression', 'costly-schemas'].map((flag) => ({
      ...changed,
      details: { flag, before: true, after: false, source: 'file' },
    })),
  );
  expect(log.with('feature flag compression is off now')).toMatchObject([{ level: 40, source: 'file' }]);

  // Webhooks and backups, off since the start.
  const skipped = 'no backup: those of the schedule are switched off';
  await expect.poll(() => log.with(skipped).length, { timeout: 5000 }).toBeGreaterThan(0);
  expect(await service.app.backups.list()).toEqual([]);
  expect(peer.requests).toEqual([]);
  // Found by watching.
  service.write('{}');
  await expect.poll(() => peer.requests.length, { timeout: 10_000 }).toBe(3);
  await expect.poll(() => service.app.backups.list(), { timeout: 10_000 }).not.toEqual([]);
  expect(await compressed()).toBe('gzip');
  expect(await readTwice()).toEqual([]);
  expect((await register('larger', { ...large, title: 'more' })).status).toBe(200);
}, 40_000);

it('are listed with why they are so, keep their values when the file breaks, and warn of what is none', async () => {
  const service = await start('compression: false', { AUTH: 'none' });
  const { log, trail, ask, switchTo, metric } = service;
  const listed = async () => {
    const answer = await ask('/admin/flags');
    expect(answer.status).toBe(200);
    return answer.json() as Promise<Record<string, unknown>>;
  };
  expect(await listed()).toMatchObject({
    provider: 'environment-and-file',
    status: 'READY',
    unknown: [],
    flags: [
      { name: 'quick-lane', value: true, default: true, variant: 'on', reason: 'DEFAULT', source: 'default' },
      {
        name: 'compression',
        value: false,
        default: true,
        variant: 'off',
        reason: 'STATIC',
        source: 'file',
        risk: expect.stringContaining('processor time'),
        whenOff: expect.stringContaining('as they are'),
        area: 'src/plugins/content-coding.ts',
        since: '0.1.0',
      },
      { name: 'costly-schemas' },
      { name: 'webhook-delivery' },
      { name: 'upstream-reads' },
      { name: 'scheduled-backups' },
    ],
  });

  switchTo('compression: maybe');
  await expect.poll(async () => (await listed())['status']).toBe('STALE');
  expect(await listed()).toMatchObject({
    problem: expect.stringContaining('compression is "maybe"; expected true or false'),
    flags: expect.arrayContaining([expect.objectContaining({ name: 'compression', value: false })]),
  });
  expect(trail.of('feature-flag.changed')).toMatchObject([
    { outcome: 'failure', details: { problem: expect.stringContaining('maybe') } },
  ]);
  expect(log.lines.filter(({ level }) => level === 50)).toMatchObject([
    { msg: expect.stringMatching(/^feature flags stay as they are: FLAGS_FILE ".*compression is "maybe"/) },
  ]);
  expect(await metric('schemagate_feature_flag_reloads_total{outcome="refused"} 1')).toBe(true);

  switchTo('compression: true\nnext-big-thing: true');
  await expect.poll(async () => (await listed())['unknown']).toEqual(['next-big-thing']);
  expect(await listed()).toMatchObject({ status: 'READY' });
  expect(await listed()).not.toHaveProperty('problem');
  expect(service.app.featureFlags.on.compression).toBe(true);
  expect(log.with('the file of feature flags names what is none; the rest of it holds')).toMatchObject([
    { level: 40, names: ['next-big-thing'] },
  ]);
});

it('leave the upstream alone when they say so', async () => {
  const peer = await startHttpPeer(answering(200, '["orders"]'));
  onTestFinished(() => peer.close());
  const FLAGS_FILE = fileOf('{}');
  const api = await startApi({
    FLAGS_FILE,
    UPSTREAM_URL: peer.url,
    UPSTREAM_TTL_MS: '100',
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
  });
  const switchTo = async (on: boolean) => {
    writeFileSync(FLAGS_FILE, `upstream-reads: ${on}`);
    api.app.featureFlags.reload();
    await expect.poll(() => api.app.featureFlags.on['upstream-reads']).toBe(on);
  };
  expect(await api.get('/subjects')).toMatchObject({ status: 200, body: ['orders'] });
  await switchTo(false);
  const asked = peer.requests.length;
  await expect
    .poll(async () => (await api.get('/subjects')).headers['warning'])
    .toBe('110 - "Response is Stale"');
  expect((await api.get('/subjects')).body).toEqual(['orders']);
  expect((await api.get('/schemas/ids/7')).status).toBe(503);
  expect(peer.requests).toHaveLength(asked);
  await switchTo(true);
  await expect.poll(async () => (await api.get('/subjects')).headers['warning']).toBeUndefined();
  expect(peer.requests.length).toBeGreaterThan(asked);
});

it('do not let the service start on a file that is wrong', async () => {
  const loaded = loadConfig({ DATA_DIR: temporaryDirectory(), FLAGS_FILE: fileOf('quik-lane: false') });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const started = buildApp({ config: loaded.config, log: new LogLines() });
  await expect(started).rejects.toThrow(/^FLAGS_FILE ".*": quik-lane: no such flag; there are quick-lane,/);
});
