import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { access } from '../../../src/doctor/checks/access.ts';
import { clock } from '../../../src/doctor/checks/clock.ts';
import { clockHistory } from '../../../src/doctor/checks/clock-history.ts';
import { connections } from '../../../src/doctor/checks/connections.ts';
import { database, judgeServer } from '../../../src/doctor/checks/database.ts';
import { migrations } from '../../../src/doctor/checks/migrations.ts';
import { ports } from '../../../src/doctor/checks/ports.ts';
import { judgeSpeed, redis } from '../../../src/doctor/checks/redis.ts';
import { tokenIssuer } from '../../../src/doctor/checks/token-issuer.ts';
import { upstream } from '../../../src/doctor/checks/upstream.ts';
import { migrateUp } from '../../../src/storage/postgres/migrate.ts';
import { findingOf } from '../../helpers/doctor.ts';
import { answering, startHttpPeer } from '../../helpers/http-peer.ts';
import { laterMigrations } from '../../helpers/later-migrations.ts';
import { postgresForFile } from '../../helpers/postgres/databases.ts';
import { hasRedis, startRedis } from '../../helpers/redis-server.ts';

const databases = postgresForFile();
const loopback = { OUTBOUND_ALLOW_PRIVATE: '127.0.0.0/8' };

/** A port of loopback that nobody has. */
async function freePort(): Promise<number> {
  const { port, close } = await taken();
  await close();
  return port;
}

/** A port whose owner takes connections and says nothing. */
async function taken() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('PostgreSQL', () => {
  it('is looked at as it is: empty, migrated, by a later version', async () => {
    const url = await databases.create();
    const settings = { DATABASE_URL: url };
    expect(await findingOf(database, { settings })).toMatchObject({
      verdict: 'ok',
      found: expect.stringMatching(/^it answers, version 1\d/),
    });
    expect(await findingOf(migrations, { settings })).toMatchObject({
      verdict: 'ok',
      found: expect.stringContaining('no store yet'),
    });
    expect(await findingOf(migrations, { settings: { ...settings, MIGRATE: 'off' } })).toMatchObject({
      verdict: 'problem',
      advice: 'schemagate migrate up',
    });
    await expect(run(url, 'SELECT * FROM schemagate.migrations')).rejects.toThrow('does not exist');

    await migrateUp({ url, connectTimeout: 5000 });
    expect(await findingOf(migrations, { settings })).toMatchObject({
      verdict: 'ok',
      found: 'all 3 migrations are applied',
    });
    expect(await findingOf(clockHistory, { settings })).toMatchObject({ verdict: 'not checked' });
    const open = { ...settings, HOST: '0.0.0.0' };
    expect(await findingOf(access, { settings: open })).toMatchObject({ verdict: 'problem' });
    await run(
      url,
      `INSERT INTO schemagate.access_keys (id, name, grants, digest, created_at)
       VALUES ('a', 'a', '[]', 'd', ${Date.UTC(2026, 0, 1)})`,
    );
    expect(await findingOf(access, { settings: open })).toMatchObject({ verdict: 'warning' });
    expect(await findingOf(clockHistory, { settings, machine: { now: () => 0 } })).toMatchObject({
      verdict: 'problem',
      found: expect.stringContaining('2026-01-01'),
    });

    await migrateUp({ url, connectTimeout: 5000, migrations: laterMigrations('postgres') });
    expect(await findingOf(migrations, { settings })).toMatchObject({
      verdict: 'problem',
      found: expect.stringContaining('newer version'),
    });
  });

  it('has a clock, and a bound on connections', async () => {
    const settings = { DATABASE_URL: await databases.create() };
    expect(await findingOf(clock, { settings })).toMatchObject({ verdict: 'ok' });
    const hourBehind = { now: () => Date.now() - 3_600_000 };
    expect(await findingOf(clock, { settings, machine: hourBehind })).toMatchObject({
      verdict: 'problem',
      found: expect.stringContaining("1.0 hours behind the database's"),
    });
    expect(await findingOf(connections, { settings })).toMatchObject({ verdict: 'ok' });
    const many = (DATABASE_POOL_MAX: string, DATABASE_REPLICAS: string) =>
      findingOf(connections, { settings: { ...settings, DATABASE_POOL_MAX, DATABASE_REPLICAS } });
    expect(await many('20', '99')).toMatchObject({
      verdict: 'warning',
      advice: 'Lower DATABASE_POOL_MAX or raise max_connections',
    });
    expect(await many('9999', '1')).toMatchObject({ verdict: 'problem' });
  });

  it('that takes no changes is not the one to use', async () => {
    const url = await databases.create();
    await databases.admin(
      `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`,
    );
    expect(await findingOf(database, { settings: { DATABASE_URL: url } })).toMatchObject({
      verdict: 'problem',
      found: expect.stringContaining('takes no changes'),
    });
  });

  it('that is too old, or away, is told by one check and spares the others', async () => {
    const server = { version: '13.4', tooOld: 'PostgreSQL 13.4 is too old.', connections: 97 };
    expect(judgeServer({ server, readOnly: false })).toMatchObject({
      verdict: 'problem',
      found: 'PostgreSQL 13.4 is too old',
    });
    const settings = { DATABASE_URL: `postgres://u:hush@127.0.0.1:${await freePort()}/d` };
    const away = await findingOf(database, { settings });
    expect(away).toMatchObject({ verdict: 'problem', found: expect.stringContaining("can't be reached") });
    expect(away.found).not.toContain('hush');
    for (const check of [migrations, connections, clock, clockHistory])
      expect(await findingOf(check, { settings })).toMatchObject({ verdict: 'not checked' });
    expect(await findingOf(access, { settings: { ...settings, HOST: '0.0.0.0' } })).toMatchObject({
      verdict: 'not checked',
    });
    for (const check of [database, connections]) {
      expect(await findingOf(check)).toMatchObject({ verdict: 'not checked' });
    }
  });

  it('that takes a connection and says nothing is not waited for', async () => {
    const silent = await taken();
    onTestFinished(silent.close);
    const settings = { DATABASE_URL: `postgres://127.0.0.1:${silent.port}/d` };
    expect(await findingOf(database, { settings, patience: 200 })).toMatchObject({ verdict: 'problem' });
  });
});

describe('Redis', () => {
  it.skipIf(!hasRedis)('answers, or is too slow', async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const settings = { RATE_LIMIT_REDIS_URL: server.url, RATE_LIMIT_REDIS_TIMEOUT_MS: '20000' };
    expect(await findingOf(redis, { settings })).toMatchObject({ verdict: 'ok' });
    server.pause();
    expect(await findingOf(redis, { settings, patience: 100 })).toMatchObject({ verdict: 'warning' });
    server.resume();
  });

  it('that answers later than the service waits is none', () => {
    expect(judgeSpeed(99.5, 100)).toEqual({ verdict: 'ok', found: 'it answers within 100 ms' });
    expect(judgeSpeed(101, 100)).toMatchObject({ verdict: 'warning' });
  });

  it('that is away matters as much as the settings say', async () => {
    const away = { RATE_LIMIT_REDIS_URL: `redis://u:hush@127.0.0.1:${await freePort()}` };
    expect(await findingOf(redis, { settings: away })).toMatchObject({
      verdict: 'warning',
      found: expect.stringMatching(/ECONNREFUSED.*: requests are not counted$/),
    });
    const refusing = { ...away, RATE_LIMIT_WITHOUT_REDIS: 'refuse' };
    expect(await findingOf(redis, { settings: refusing })).toMatchObject({ verdict: 'problem' });
    expect(await findingOf(redis)).toMatchObject({ verdict: 'not checked' });
  });
});

it('asks the issuer of tokens for its keys, by the way that the service has', async () => {
  const peer = await startHttpPeer(({ path }, response) => {
    const body = path.startsWith('/.well-known')
      ? { issuer: peer.url, jwks_uri: `${peer.url}/keys` }
      : { keys: path === '/keys' ? [{ kty: 'EC' }] : undefined };
    response.end(JSON.stringify(body));
  });
  onTestFinished(() => peer.close());
  const issuer = { OIDC_ISSUER: peer.url, OIDC_AUDIENCE: 'a' };
  const at = (more: Readonly<Record<string, string>>) =>
    findingOf(tokenIssuer, { settings: { ...issuer, ...loopback, ...more } });
  expect(await at({})).toEqual({ verdict: 'ok', found: `${peer.url} has 1 keys` });
  expect(await at({ OIDC_JWKS_URI: `${peer.url}/none` })).toMatchObject({ verdict: 'problem' });
  expect(await at({ OUTBOUND_ALLOW_PRIVATE: '' })).toMatchObject({
    verdict: 'problem',
    advice: expect.stringContaining('OUTBOUND_ALLOW_PRIVATE'),
  });
  peer.answer(answering(500));
  expect(await at({ OIDC_JWKS_URI: `${peer.url}/keys` })).toMatchObject({
    found: `${peer.url}/keys answers 500`,
  });
  expect(await findingOf(tokenIssuer)).toMatchObject({ verdict: 'not checked' });
});

it('asks the upstream of an edge', async () => {
  const peer = await startHttpPeer(answering(200, '[]'));
  onTestFinished(() => peer.close());
  const settings = { UPSTREAM_URL: peer.url, UPSTREAM_AUTH: 'Bearer hush', ...loopback };
  expect(await findingOf(upstream, { settings })).toMatchObject({ verdict: 'ok' });
  expect(peer.requests[0]).toMatchObject({ path: '/subjects', headers: { authorization: 'Bearer hush' } });
  peer.answer(answering(401));
  expect(await findingOf(upstream, { settings: { ...settings, UPSTREAM_AUTH: '' } })).toMatchObject({
    verdict: 'warning',
    found: `${peer.url} answers 401`,
  });
  expect(await findingOf(upstream, { settings: { UPSTREAM_URL: peer.url } })).toMatchObject({
    verdict: 'warning',
    found: expect.stringContaining("can't be asked"),
  });
  expect(await findingOf(upstream)).toMatchObject({ verdict: 'not checked' });
});

describe('ports', () => {
  const at = (
    PORT: number,
    METRICS_PORT: number,
    more: Readonly<Record<string, string>> = {},
    patience = 20_000,
  ) =>
    findingOf(ports, {
      settings: { PORT: String(PORT), METRICS_PORT: String(METRICS_PORT), ...more },
      patience,
    });

  it('are free, or chosen by the system', async () => {
    const [one, two] = [await freePort(), await freePort()];
    expect(await at(one, two)).toEqual({
      verdict: 'ok',
      found: `PORT 127.0.0.1:${one} is free; METRICS_PORT 127.0.0.1:${two} is free`,
    });
    expect(await at(one, two, { HOST: '0.0.0.0' })).toMatchObject({ verdict: 'ok' });
    expect(await at(0, 0)).toMatchObject({ verdict: 'not checked' });
    expect(await at(0, two, { HOST: '::' })).toMatchObject({ found: expect.stringContaining('PORT is 0') });
  });

  it('of other programs are told, and of hosts that are not here', async () => {
    const peer = await startHttpPeer(answering(200, '{"status":"ok"}'));
    onTestFinished(() => peer.close());
    const silent = await taken();
    onTestFinished(silent.close);
    expect(await at(peer.port, silent.port, {}, 300)).toMatchObject({
      verdict: 'problem',
      found: expect.stringMatching(/in use by another program; METRICS_PORT .*EADDRINUSE.*no answer in time/),
    });
    const clients = {
      TLS_CLIENT_AUTH: 'required',
      TLS_CLIENT_CA_FILE: 'a',
      TLS_CERT_FILE: 'b',
      TLS_KEY_FILE: 'c',
    };
    expect(await at(peer.port, 0, clients, 300)).toMatchObject({ verdict: 'not checked' });
    expect(await at(await freePort(), 0, { HOST: '192.0.2.1' }, 300)).toMatchObject({
      verdict: 'problem',
      found: expect.stringContaining('EADDRNOTAVAIL'),
    });
  });
});
