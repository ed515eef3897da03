import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isLoopback } from '../../src/host/loopback.ts';
import { withKeys } from '../../src/jobs/manage-keys.ts';
import { startApi } from '../helpers/api.ts';
import { eventually } from '../helpers/eventually.ts';
import { directoryOf } from '../helpers/files.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { databaseSettings } from '../helpers/postgres/settings.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

interface KeyBody {
  readonly id: string;
  readonly key: string;
}

const databases = postgresForFile();

describe('/admin/keys', () => {
  it('makes, lists, rotates and revokes keys, which work at once and no longer', async () => {
    const DATA_DIR = temporaryDirectory();
    const { key: admin } = await withKeys({ DATA_DIR }, (keys) =>
      keys.create({ name: 'admin', grants: ['admin'] }),
    );
    const api = await startApi({ DATA_DIR });
    expect(api.app.accessControl.on).toBe(true);
    const asked = vi.spyOn(api.app.audit, 'record');
    const by = (key: string) => ({ authorization: `Bearer ${key}` });
    const works = async (key: string) => (await api.get('/subjects', by(key))).status !== 401;

    const ends = '2100-01-01T00:00:00Z';
    const wanted = { name: 'orders', grants: ['writer:orders.', 'reader'], expiresAt: ends };
    const made = await api.post('/admin/keys', wanted, by(admin));
    const { id, key } = made.body as KeyBody;
    expect(made).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { ...wanted, state: 'active', expiresAt: new Date(ends).toISOString() },
    });
    expect(await works(key)).toBe(true);

    const rotated = await api.post(`/admin/keys/${id}/rotate`, { overlapSeconds: 0 }, by(admin));
    const next = (rotated.body as KeyBody).key;
    expect([await works(key), await works(next)]).toEqual([false, true]);
    const again = await api.post(
      `/admin/keys/${id}/rotate`,
      { expiresAt: '2101-01-01T00:00:00Z' },
      by(admin),
    );
    expect(again.body).toMatchObject({
      expiresAt: '2101-01-01T00:00:00.000Z',
      previousUntil: expect.any(String),
    });
    expect(await works(next)).toBe(true);

    const revoked = await api.delete(`/admin/keys/${id}`, by(admin));
    expect(revoked.body).toMatchObject({ id, state: 'revoked', revokedAt: expect.any(String) });
    expect(await works(next)).toBe(false);

    const listed = await api.get('/admin/keys', by(admin));
    expect(listed.body).toMatchObject({
      keys: [
        { name: 'admin', state: 'active' },
        { id, state: 'revoked' },
      ],
    });
    expect(listed.text).not.toContain(key.slice(17));

    const answers = [
      [404, await api.delete('/admin/keys/none', by(admin))],
      [404, await api.post('/admin/keys/none/rotate', {}, by(admin))],
      [409, await api.post(`/admin/keys/${id}/rotate`, {}, by(admin))],
      [400, await api.post('/admin/keys', { name: 'n', grants: ['reader'], expires: '90d' }, by(admin))],
      [422, await api.post('/admin/keys', { name: 'n', grants: ['owner'] }, by(admin))],
      [
        422,
        await api.post(
          '/admin/keys',
          { name: 'n', grants: ['reader'], expiresAt: '2001-01-01T00:00:00Z' },
          by(admin),
        ),
      ],
      [400, await api.post('/admin/keys', { name: 'n', grants: ['reader'], expiresAt: 'soon' }, by(admin))],
      [400, await api.post('/admin/keys', { name: 'n' }, by(admin))],
    ] as const;
    for (const [status, answer] of answers) {
      expect(answer).toMatchObject({ status, body: { error_code: status } });
    }
    expect(answers[3][1].body).toMatchObject({
      message: 'The request body cannot be used: it must not have "expires".',
    });
    const events = asked.mock.calls.map(([event]) => event);
    const changes = events.filter(({ event }) => event.startsWith('key.'));
    expect(changes.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
      'key.created success',
      'key.rotated success',
      'key.rotated success',
      'key.revoked success',
      'key.revoked failure',
      'key.rotated failure',
      'key.rotated failure',
      'key.created failure',
      'key.created failure',
    ]);
    expect(changes[0]).toMatchObject({
      actor: expect.stringMatching(/^key:\w{12}$/),
      address: '127.0.0.1',
      requestId: expect.any(String),
      details: { id, name: 'orders', grants: wanted.grants },
    });
    for (const secret of [admin, key, next]) expect(JSON.stringify(events)).not.toContain(secret.slice(17));
  });
});

describe('access control', () => {
  it('is off until the first key is made, here or by another process', async () => {
    const here = await startApi({ DATA_DIR: temporaryDirectory() });
    expect(here.app.accessControl.on).toBe(false);
    const { body } = await here.post('/admin/keys', { name: 'first', grants: ['admin'] });
    expect(here.app.accessControl.on).toBe(true);
    expect((await here.get('/admin/keys', { 'x-api-key': (body as KeyBody).key })).status).toBe(200);

    vi.useFakeTimers({ toFake: ['setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const DATA_DIR = temporaryDirectory();
    const { app } = await startApi({ DATA_DIR, AUDIT_LOG: '' });
    const audited = vi.spyOn(app.audit, 'record');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(app.accessControl.on).toBe(false);
    await withKeys({ DATA_DIR }, (keys) => keys.create({ name: 'first', grants: ['admin'] }));
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    await eventually(() => expect(app.accessControl.on).toBe(true));
    await eventually(() => expect(audited).toHaveBeenCalledTimes(1));
    expect(audited.mock.lastCall).toMatchObject([
      { event: 'key.created', actor: 'system', details: { name: 'first', grants: ['admin'] } },
    ]);
  });

  it('is decided on a database when that is there, and replicas know what was done to keys elsewhere', async () => {
    const settings = databaseSettings(await databases.create());
    const { id, key } = await withKeys(settings, (keys) => keys.create({ name: 'n', grants: ['reader'] }));
    const api = await startApi({ DATABASE_URL: settings.DATABASE_URL, HOST: '0.0.0.0' });
    await api.app.accessControl.decided;
    expect(api.app.accessControl.on).toBe(true);
    expect((await api.get('/subjects', { 'x-api-key': key })).status).not.toBe(401);
    expect((await api.get('/subjects', { 'x-api-key': `${key}x` })).status).toBe(401);

    const replica = await startApi({ DATABASE_URL: settings.DATABASE_URL, AUTH_CACHE_MS: '20' });
    await replica.app.accessControl.decided;
    const statusThere = async () => (await replica.get('/subjects', { 'x-api-key': key })).status;
    expect(await statusThere()).toBe(200);
    await withKeys(settings, (keys) => keys.revoke(id));
    await eventually(async () => expect(await statusThere()).toBe(401));
  });

  it('lets nobody listen to other machines without a credential, unless that is said', async () => {
    const open = (more: Readonly<Record<string, string>>) =>
      startApi({ DATA_DIR: temporaryDirectory(), HOST: '0.0.0.0', ...more });
    await expect(open({})).rejects.toThrow(
      'HOST is 0.0.0.0, where other machines reach the service, and no credential is configured.',
    );
    await expect(open({ HOST: '127.0.0.1', METRICS_HOST: '::' })).rejects.toThrow(
      'METRICS_HOST is ::, where',
    );
    expect((await open({ AUTH: 'none' })).app.accessControl.on).toBe(false);
    expect((await open({ AUTH: 'required' })).app.accessControl.on).toBe(true);
    const DATA_DIR = temporaryDirectory();
    await withKeys({ DATA_DIR }, (keys) => keys.create({ name: 'n', grants: ['reader'] }));
    expect((await open({ DATA_DIR })).app.accessControl.on).toBe(true);
  });

  it('keeps a service from starting that can not read its keys', async () => {
    const DATA_DIR = directoryOf({ 'access.db': 'no database' });
    await expect(startApi({ DATA_DIR })).rejects.toThrow(/access\.db is damaged or is not a SQLite database/);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.5', false],
    ['registry.example.org', false],
  ])('takes %s for this machine alone: %s', (host, alone) => {
    expect(isLoopback(host)).toBe(alone);
  });
});
