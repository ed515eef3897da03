import { expect, it } from 'vitest';
import { type Attempts, jsonSchema } from './world.ts';

const schema = jsonSchema({ title: 'new' });

export const functionLevelAuthorization: Attempts = (world) => {
  it.each([
    ['reader:own.', 'POST', '/subjects/own.a/versions', schema],
    ['reader', 'DELETE', '/subjects/own.a', undefined],
    ['writer:own.', 'PUT', '/config/own.a', { compatibility: 'NONE' }],
    ['writer:own.', 'PUT', '/mode/own.a', { mode: 'READONLY' }],
    ['writer:own.', 'DELETE', '/subjects/own.a?permanent=TRUE', undefined],
    ['admin:own.', 'PUT', '/config', { compatibility: 'NONE' }],
    // A path that names a subject and means all of them.
    ['admin:own.', 'PUT', '/config/:.:', { compatibility: 'NONE' }],
    ['admin:own.', 'PUT', '/mode/:.', { mode: 'READONLY' }],
    ['admin:own.', 'DELETE', '/mode?recursive=true', undefined],
    ['admin:own.', 'POST', '/admin/keys', { name: 'mine', grants: ['admin'] }],
    ['admin:own.', 'GET', '/admin/keys', undefined],
    ['admin:own.', 'POST', '/admin/backups', undefined],
    ['admin:own.', 'GET', '/contexts/:.:/admin/backups', undefined],
    ['metrics', 'GET', '/subjects', undefined],
    ['metrics', 'GET', '/config', undefined],
  ] as const)('does not let %s do what others may: %s %s', async (grant, method, path, body) => {
    const { service } = world();
    const reply = await service.ask(grant, method, path, body);
    expect(reply).toMatchObject({ status: 403, body: { error_code: 40301 } });
    expect(service.trail.of('access.denied').length).toBeGreaterThan(0);
  });

  it('goes by the method and the path that are served, not by others that are named', async () => {
    const { service } = world();
    const reader = 'reader:own.';
    const override = {
      'x-http-method-override': 'DELETE',
      'x-original-url': '/subjects',
      'x-rewrite-url': '/',
    };
    const named = await service.ask(reader, 'POST', '/admin/backups?_method=GET', undefined, override);
    expect(named.status).toBe(403);
    await service.ask(reader, 'GET', '/subjects/own.a/versions?_method=DELETE', undefined, override);
    expect((await service.ask(reader, 'GET', '/subjects/own.a/versions')).status).toBe(200);
    for (const path of [
      '/admin/keys/',
      '/admin//keys',
      '/ADMIN/keys',
      '/admin/%6beys',
      '/subjects/../admin/keys',
    ]) {
      const { status } = await service.ask('admin:own.', 'GET', path);
      expect([403, 404]).toContain(status);
    }
    expect((await service.ask('admin:own.', 'PATCH', '/admin/keys', {})).status).toBe(405);
  });

  it('lets an admin of a prefix rule that prefix alone', async () => {
    const { service } = world();
    const put = (subject: string) =>
      service.ask('admin:own.', 'PUT', `/config/${subject}`, { compatibility: 'BACKWARD' });
    expect([(await put('own.ruled')).status, (await put(':.:own.ruled')).status]).toEqual([200, 200]);
    expect([(await put('other.a')).status, (await put('own')).status]).toEqual([403, 403]);
  });
};
