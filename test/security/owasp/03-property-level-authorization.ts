import { expect, it } from 'vitest';
import { type Attempts, jsonSchema } from './world.ts';

export const propertyLevelAuthorization: Attempts = (world) => {
  it('lets no writer set what only the registry gives', async () => {
    const { service, ids } = world();
    const path = '/subjects/own.props/versions';
    const body = { ...jsonSchema({ title: 'props' }), subject: 'other.a', guid: '1', deleted: true, ts: 1 };
    const { body: made } = await service.ask('writer:own.', 'POST', path, body);
    const read = await service.ask('writer:own.', 'GET', `${path}/1`, undefined, {
      'confluent-accept-unknown-properties': 'true',
    });
    expect(read.body).toMatchObject({
      subject: 'own.props',
      id: (made as { id: number }).id,
      deleted: false,
    });
    expect((read.body as { ts: number }).ts).toBeGreaterThan(1);
    // An id of one's own choice would take over another schema's.
    const taken = { ...jsonSchema({ title: 'mine now' }), id: ids.other };
    expect((await service.ask('writer:own.', 'POST', path, taken)).body).toMatchObject({ error_code: 42205 });
    const jump = { ...jsonSchema({ title: 'jump' }), version: 7 };
    expect((await service.ask('writer:own.', 'POST', path, jump)).status).toBe(422);
  });

  it('keeps no setting that nobody knows, and nothing of prototypes', async () => {
    const { service } = world();
    const text =
      '{"normalize":true,"isAdmin":true,"__proto__":{"grants":["admin"]},"constructor":{"prototype":{"x":1}}}';
    expect((await service.ask('admin:own.', 'PUT', '/config/own.props', text)).status).toBe(200);
    const { body } = await service.ask('admin:own.', 'GET', '/config/own.props');
    expect(body).toEqual({ compatibilityLevel: 'BACKWARD', normalize: true });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect((await service.ask('reader:own.', 'PUT', '/config', '{}')).status).toBe(403);
  });

  it('shows no secret of a key, not even to admins', async () => {
    const { service } = world();
    const { text } = await service.ask('admin', 'GET', '/admin/keys');
    for (const grant of ['admin', 'reader', 'metrics']) {
      expect(text).not.toContain(service.keyOf(grant).slice(-30));
    }
    expect(text).not.toMatch(/digest|secret|hash/i);
  });
};
