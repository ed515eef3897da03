import { expect, it } from 'vitest';
import { type Attempts, jsonSchema } from './world.ts';

export const sensitiveFlows: Attempts = (world) => {
  it('uses up no ids, however often the same is registered', async () => {
    const { service } = world();
    const ask = () =>
      service.ask('writer:own.', 'POST', '/subjects/own.flow/versions', jsonSchema({ title: 'flow' }));
    const first = await ask();
    for (let n = 0; n < 20; n++) expect((await ask()).body).toEqual(first.body);
    const { body } = await service.ask(
      'reader',
      'GET',
      `/schemas/ids/${(first.body as { id: number }).id}?fetchMaxId=true`,
    );
    expect(body).toMatchObject({ maxId: (first.body as { id: number }).id });
  });

  it('lets nobody destroy in one step, nor a writer for good', async () => {
    const { service } = world();
    const permanent = '/subjects/own.flow?permanent=true';
    expect((await service.ask('admin:own.', 'DELETE', permanent)).body).toMatchObject({ error_code: 40405 });
    expect((await service.ask('writer:own.', 'DELETE', '/subjects/own.flow')).status).toBe(200);
    expect((await service.ask('writer:own.', 'DELETE', permanent)).status).toBe(403);
    // Messages that carry the id can still be read, and the writer can take the deletion back.
    const again = await service.ask(
      'writer:own.',
      'POST',
      '/subjects/own.flow/versions',
      jsonSchema({ title: 'flow' }),
    );
    expect(again.status).toBe(200);
  });

  it('keeps what others build on, also from those who can not see them', async () => {
    const { service } = world();
    const reply = await service.ask('admin:own.', 'DELETE', '/subjects/own.a');
    expect(reply.body).toMatchObject({ error_code: 42206 });
    expect(reply.text).not.toContain('other.');
  });

  it('gives keys only to those who may do everything', async () => {
    const { service } = world();
    const wanted = { name: 'more', grants: ['admin'] };
    for (const grant of ['reader', 'writer:own.', 'admin:own.', 'metrics']) {
      expect((await service.ask(grant, 'POST', '/admin/keys', wanted)).status).toBe(403);
    }
  });
};
