import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startApi } from '../helpers/api.ts';
import { RecordingTrail } from '../helpers/recording-trail.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

it('changes the log level, groups errors and takes profiles while the service runs', async () => {
  const directory = temporaryDirectory();
  const trail = new RecordingTrail();
  const api = await startApi({ DATA_DIR: directory, LOG_LEVEL: 'silent' }, undefined, trail.open);

  expect((await api.get('/admin/log-level')).body).toEqual({ level: 'silent' });
  expect((await api.put('/admin/log-level', { level: 'fatal' })).body).toEqual({ level: 'fatal' });
  expect(api.app.log.level).toBe('fatal');
  expect(await api.put('/admin/log-level', { level: 'loud' })).toMatchObject({
    status: 422,
    body: { message: expect.stringContaining('trace, debug') },
  });
  expect(trail.of('log.level.changed')).toMatchObject([
    { outcome: 'success', details: { before: 'silent', after: 'fatal' } },
  ]);

  await api.get('/subjects/none/versions', { 'x-request-id': 'first' });
  await api.get('/subjects/nobody/versions', { 'x-request-id': 'second' });
  const groups = (await api.get('/admin/errors')).body as { errors: unknown[] };
  expect(groups.errors[0]).toMatchObject({
    category: 'not-found',
    code: 40401,
    name: 'RegistryError',
    route: '/subjects/:subject/versions',
    count: 2,
    requestId: 'second',
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect((await api.delete('/admin/errors')).body).toEqual({ cleared: groups.errors.length });
  expect((await api.get('/admin/errors')).body).toEqual({ errors: [] });
  expect((await api.delete('/admin/errors')).body).toEqual({ cleared: 0 });
  expect(trail.of('errors.cleared')).toMatchObject([
    { outcome: 'success', actor: 'anonymous:', details: { groups: groups.errors.length } },
  ]);

  const first = api.post('/admin/profiles/cpu?seconds=1', undefined);
  await expect
    .poll(async () => (await api.post('/admin/profiles/heap?seconds=0', undefined)).status)
    .toBe(409);
  const { file, bytes } = (await first).body as { file: string; bytes: number };
  expect(readFileSync(file)).toHaveLength(bytes);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    nodes: expect.any(Array),
    samples: expect.any(Array),
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const profiles = join(directory, 'profiles');
  expect(statSync(profiles).mode & 0o777).toBe(0o700);
  for (let n = 10; n < 31; n += 1) writeFileSync(join(profiles, `2020-01-01T00-00-00.0${n}Z.cpuprofile`), '');
  const heap = await api.post('/admin/profiles/heap?seconds=0', undefined);
  expect(JSON.parse(readFileSync((heap.body as { file: string }).file, 'utf8'))).toHaveProperty('head');
  expect(readdirSync(profiles)).toHaveLength(20);
  expect(trail.of('profile.taken')).toMatchObject([
    { details: { kind: 'cpu', file } },
    { details: { kind: 'heap' } },
  ]);
  expect((await api.post('/admin/profiles/cpu?seconds=61', undefined)).status).toBe(404);
});
