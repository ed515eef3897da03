import { expect, it } from 'vitest';
import { type Attempts, jsonSchema } from './world.ts';

const reader = 'reader:own.';
const secret = 'secret of others';

export const objectLevelAuthorization: Attempts = (world) => {
  it.each([
    ['by name', () => '/subjects/other.a/versions/1'],
    ['with the default context before the name', () => '/subjects/:.:other.a/versions/1'],
    ['with the default context before the path', () => '/contexts/:.:/subjects/other.a/versions/1'],
    ['encoded', () => '/subjects/%6fther%2ea/versions/latest/schema'],
    ['by id', () => `/schemas/ids/${world().ids.other}`],
    ['by id, as of its subject', () => `/schemas/ids/${world().ids.other}?subject=other.a`],
    ['by id, as of a subject that may be read', () => `/schemas/ids/${world().ids.other}?subject=own.a`],
    ['by id, with what is no part of the answer', () => `/schemas/ids/${world().ids.other}?fetchMaxId=true`],
    ['by id, as text', () => `/schemas/ids/${world().ids.other}/schema`],
    ['by guid', () => `/schemas/guids/${world().otherGuid}`],
    ['by guid, its ids', () => `/schemas/guids/${world().otherGuid.toUpperCase()}/ids`],
  ])('does not read a schema of others %s', async (_how, path) => {
    const { service } = world();
    expect((await service.ask('admin', 'GET', path())).status).toBe(200);
    const reply = await service.ask(reader, 'GET', path());
    expect({ status: reply.status, text: reply.text.includes(secret) }).toEqual({ status: 404, text: false });
  });

  it('does not get what was kept ready for others, nor learn that it still holds', async () => {
    const { service, ids } = world();
    const path = `/schemas/ids/${ids.other}`;
    for (const newer of ['false', 'true']) {
      const shape = { 'confluent-accept-unknown-properties': newer };
      const kept = await service.ask('admin', 'GET', path, undefined, shape);
      const tag = { ...shape, 'if-none-match': kept.headers.get('etag') ?? '' };
      expect((await service.ask('admin', 'GET', path, undefined, tag)).status).toBe(304);
      for (const headers of [shape, tag, { ...tag, 'if-none-match': '*' }]) {
        expect((await service.ask(reader, 'GET', path, undefined, headers)).status).toBe(404);
      }
    }
    expect((await service.ask('reader', 'GET', path)).status).toBe(200);
  });

  it('tells of a shared schema only where it may be seen, whatever was asked before', async () => {
    const { service, ids } = world();
    const path = `/schemas/ids/${ids.shared}`;
    const shape = { 'confluent-accept-unknown-properties': 'true' };
    const asked = `${path}?subject=${encodeURIComponent('other.shared ["own."]')}`;
    for (const grant of ['admin', reader, 'admin', reader]) {
      await service.ask(grant, 'GET', asked, undefined, shape);
      const named = await service.ask(grant, 'GET', `${path}?subject=other.shared`, undefined, shape);
      const seen = (named.body as { subject: string }).subject;
      expect(seen).toBe(grant === 'admin' ? 'other.shared' : 'own.shared');
    }
    expect((await service.ask(reader, 'GET', `${path}/subjects`)).body).toEqual(['own.shared']);
    expect((await service.ask(reader, 'GET', `${path}/versions`)).body).toEqual([
      { subject: 'own.shared', version: 1 },
    ]);
  });

  it('lists, counts and pages without what others have', async () => {
    const { service, ids } = world();
    const all = ['own.a', 'own.refers', 'own.shared'];
    expect((await service.ask(reader, 'GET', '/subjects')).body).toEqual(all);
    expect((await service.ask(reader, 'GET', '/subjects?subjectPrefix=o&offset=1&limit=1')).body).toEqual([
      'own.refers',
    ]);
    expect((await service.ask(reader, 'GET', '/subjects?subjectPrefix=other.')).body).toEqual([]);
    const listed = await service.ask(reader, 'GET', '/schemas?subjectPrefix=:*:&offset=2&limit=2');
    expect(listed.body).toMatchObject([{ subject: 'own.shared' }]);
    expect((await service.ask(reader, 'GET', '/schemas')).text).not.toContain(secret);
    const referrers = '/subjects/own.a/versions/1/referencedby';
    expect((await service.ask('admin', 'GET', referrers)).body).toHaveLength(1);
    expect((await service.ask(reader, 'GET', referrers)).body).toEqual([]);
    expect((await service.ask(reader, 'GET', `/schemas/ids/${ids.own}/subjects`)).body).toEqual(['own.a']);
  });

  it('tells nothing of the settings of others', async () => {
    const { service } = world();
    for (const kind of ['config', 'mode']) {
      const unknown = await service.ask(reader, 'GET', `/${kind}/absent.a?defaultToGlobal=true`);
      const hidden = await service.ask(reader, 'GET', `/${kind}/other.a?defaultToGlobal=true`);
      expect({ status: hidden.status, text: hidden.text }).toEqual({ status: 200, text: unknown.text });
    }
  });

  it('does not reach others through an alias', async () => {
    const { service } = world();
    const aliased = await service.ask('admin:own.', 'PUT', '/config/own.alias', { alias: 'other.a' });
    expect(aliased.status).toBe(200);
    const path = '/subjects/own.alias/versions';
    expect((await service.ask('admin:own.', 'GET', `${path}/latest`)).status).toBe(404);
    const schema = jsonSchema({ title: 'intruder' });
    expect((await service.ask('admin:own.', 'POST', path, schema)).body).toMatchObject({ error_code: 40301 });
    expect((await service.ask('admin:own.', 'DELETE', '/subjects/own.alias')).status).toBe(404);
    const versions = await service.ask('admin', 'GET', '/subjects/other.a/versions');
    expect(versions.body).toEqual([1]);
    // What was written out of bounds is found out late, but recorded all the same.
    const denied = service.trail.of('access.denied').map(({ details }) => details);
    expect(denied).toContainEqual(expect.objectContaining({ reason: 'forbidden', subject: 'own.alias' }));
  });

  it('does not use schemas of others by reference, while its own ones keep theirs', async () => {
    const { service } = world();
    const refer = (version: number, subject = 'other.a') => ({
      ...jsonSchema({ $ref: 'y', title: 'new' }),
      references: [{ name: 'y', subject, version }],
    });
    for (const path of [
      '/subjects/own.b/versions',
      '/subjects/own.a',
      '/compatibility/subjects/own.a/versions',
    ]) {
      for (const version of [1, -1]) {
        const hidden = await service.ask('writer:own.', 'POST', path, refer(version));
        const unknown = await service.ask('writer:own.', 'POST', path, refer(version, 'absent.a'));
        expect(hidden.status).toBe(422);
        expect(hidden.text.replaceAll('other.a', 'absent.a')).toBe(unknown.text);
      }
    }
    const own = await service.ask(reader, 'GET', '/subjects/own.refers/versions/1');
    expect(own).toMatchObject({ status: 200, body: { references: [{ subject: 'other.a' }] } });
    // Registration compares with versions that refer to what the writer does not see.
    const next = { ...jsonSchema({ title: 'no longer' }) };
    const checked = await service.ask(reader, 'POST', '/compatibility/subjects/own.refers/versions', next);
    expect(checked.body).toEqual({ is_compatible: true });
    const again = await service.ask('writer:own.', 'POST', '/subjects/own.refers/versions', {
      metadata: { properties: { a: 'b' } },
    });
    expect(again.status).toBe(200);
    // A schema that one may read brings what it refers to.
    const transitive = await service.ask(
      'writer:own.',
      'POST',
      '/subjects/own.b/versions',
      refer(1, 'own.refers'),
    );
    expect(transitive.status).toBe(200);
  });
};
