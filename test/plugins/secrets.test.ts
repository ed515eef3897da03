import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { isSecretSetting } from '../../src/config/secret-settings.ts';
import { configSchema, loadConfig } from '../../src/config.ts';
import { leakFinder } from '../helpers/leaks.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { openThreadlessStore } from '../helpers/threadless-store.ts';
import { sendRaw } from './toy-app.ts';

const planted = (name: string) => `PLANTED${name.replaceAll('_', '')}0123456789abcdef0123456789abcdef`;
const secretSettings = Object.keys(configSchema.properties).filter((name) =>
  isSecretSetting(name, configSchema.properties),
);

function settingsWithSecrets(root: string): Record<string, string> {
  const secrets = Object.fromEntries(secretSettings.map((name) => [name, planted(name)]));
  return {
    ...secrets,
    DATABASE_URL: `postgres://user:${planted('DATABASE_URL')}@127.0.0.1:1/none`,
    WEBHOOKS: JSON.stringify([{ name: 'a', url: 'http://127.0.0.1:1/', secrets: [planted('WEBHOOK')] }]),
    DATA_DIR: join(root, 'data'),
    BACKUP_DIR: 's3://bucket/prefix',
    BACKUP_S3_ENDPOINT: `http://user:${planted('ENDPOINT')}@127.0.0.1:1`,
    BACKUP_SCRATCH_DIR: join(root, 'scratch'),
    SCHEMA_DIR: '',
    LOG_LEVEL: 'trace',
    AUTH: 'none',
    MAX_EVENT_LOOP_DELAY_MS: '0',
  };
}

it('keeps secrets out of logs, audit log, metrics, health, administration and error bodies', async () => {
  const root = temporaryDirectory();
  const loaded = loadConfig(settingsWithSecrets(root));
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const log = new LogLines();
  const app = await buildApp({
    config: loaded.config,
    log,
    openStore: async () => (await openThreadlessStore()).store,
  });
  onTestFinished(() => app.close());
  await app.ready();
  await app.storeOpened;
  const seen: string[] = [];
  const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, more: object = {}) => {
    const { body, headers, statusCode } = await app.inject({ method, url, ...more });
    seen.push(JSON.stringify([statusCode, headers, body]));
  };
  const basic = Buffer.from(`me:${planted('BASIC')}`).toString('base64');
  const headers = {
    authorization: `Bearer ${planted('BEARER')}`,
    'x-api-key': planted('APIKEY'),
    cookie: `session=${planted('COOKIE')}`,
    'proxy-authorization': `Basic ${basic}`,
  };
  for (const url of [
    `/subjects?password=${planted('QUERY')}&deleted=x`,
    `/nowhere?access_token=${planted('QUERY')}`,
    `/schemas/ids/1?api_key=${planted('QUERY')}`,
  ]) {
    await ask('GET', url, { headers });
  }
  await ask('GET', '/subjects', { headers: { authorization: `Basic ${basic}` } });
  await ask('POST', '/subjects/a/versions', {
    headers,
    payload: { schema: '{}', password: planted('BODY') },
  });
  await ask('POST', '/subjects/a/versions', {
    headers: { ...headers, 'content-type': 'application/json' },
    payload: `{"schema":"{}", "password":"${planted('BODY')}`,
  });
  await ask('PUT', '/config', { headers, payload: { compatibility: 'NONE', token: planted('BODY') } });
  await ask('POST', '/admin/backups', { headers });
  for (const url of ['/admin/backups', '/admin/keys', '/health', '/health/ready', '/', '/openapi.json']) {
    await ask('GET', url, { headers });
  }
  // As errors of drivers and of Node carry them.
  const error = Object.assign(new Error(`can't reach ${loaded.config.DATABASE_URL}`), {
    input: loaded.config.DATABASE_URL,
    password: planted('FIELD'),
  });
  app.log.error({ err: error, detail: loaded.config.AUDIT_KEY }, 'failed');
  app.audit.record({
    event: 'test',
    outcome: 'failure',
    actor: 'system',
    details: { reason: error.message, authorization: headers.authorization },
  });
  seen.push((await sendRaw(app, `GET /a?secret=${planted('QUERY')} HTTP/9.9\r\n\r\n`)).body);
  seen.push(await app.metricsRegistry.metrics());
  await app.close();

  const audit = readdirSync(join(root, 'data/audit')).map((name) =>
    readFileSync(join(root, 'data/audit', name), 'latin1'),
  );
  const logged = log.lines.map((line) => JSON.stringify(line));
  expect(audit.join('')).toContain('"event":"config.loaded"');
  expect(logged.length).toBeGreaterThan(20);
  expect(logged.filter((line) => line.includes('[Redacted]')).length).toBeGreaterThan(3);
  const secret = new RegExp(`PLANTED[A-Za-z0-9]+|${basic}`, 'g');
  const traces = [...seen, ...logged, ...audit].flatMap((text) =>
    [...text.matchAll(secret)].map(({ 0: found, index }) =>
      text.slice(Math.max(0, index - 80), index + found.length + 20),
    ),
  );
  expect(traces).toEqual([]);
});

it.each([
  [planted('AUDIT_KEY'), true],
  [`error: ${planted('DATABASE_URL')}`, true],
  ['sgk_0123456789ab_0123456789abcdefABCDEF', true],
  ['sgk_0123456789ab', false],
  ['postgres://user@127.0.0.1:1/none', false],
])('looks for secrets in each line that a service of any test logs, such as %s', (line, leaks) => {
  expect(leakFinder(settingsWithSecrets('/tmp'))(line)).toBe(leaks);
});

it('names no value of a secret setting that is wrong', () => {
  expect(secretSettings.length).toBeGreaterThan(3);
  const result = loadConfig({ DATA_DIR: '', BACKUP_S3_SECRET_ACCESS_KEY: planted('X') });
  expect(result).toEqual({ ok: false, problems: ['DATA_DIR is ""; expected text that is not empty.'] });
});

it('warns of secrets and directories that are open to others, and counts them', async () => {
  const root = temporaryDirectory();
  const file = join(root, 'key');
  writeFileSync(file, 'k'.repeat(40), { mode: 0o600 });
  chmodSync(file, 0o640);
  mkdirSync(join(root, 'data'));
  chmodSync(join(root, 'data'), 0o755);
  const loaded = loadConfig({ DATA_DIR: join(root, 'data'), AUDIT_KEY_FILE: file, SCHEMA_DIR: '' });
  if (!loaded.ok) throw new Error(loaded.problems.join(' '));
  const log = new LogLines();
  const openStore = async () => (await openThreadlessStore()).store;
  const app = await buildApp({ config: loaded.config, log, openStore });
  onTestFinished(() => app.close());
  await app.ready();
  await app.storeOpened;
  expect(log.lines.filter(({ level }) => level === 40).map(({ msg }) => msg)).toEqual([
    `AUDIT_KEY_FILE: others than its owner may use ${file} (mode 640); it should have mode 600`,
    `DATA_DIR: others than its owner may use ${join(root, 'data')} (mode 755); it should have mode 700`,
  ]);
  expect(await app.metricsRegistry.metrics()).toContain('\nschemagate_loose_permissions 2\n');
});
