import { expect, it } from 'vitest';
import { type Attempts, jsonSchema } from './world.ts';

const path = '/subjects/own.large/versions';

export const resourceConsumption: Attempts = (world) => {
  it.each([
    ['a body over the limit', 413, { ...jsonSchema({ title: 'x'.repeat(3_000_000) }) }],
    [
      'a schema nested too deep',
      422,
      { schemaType: 'JSON', schema: `${'{"items":'.repeat(5000)}{}${'}'.repeat(5000)}` },
    ],
    ['a body nested too deep', 400, `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    [
      'too many references',
      422,
      {
        ...jsonSchema({}),
        references: Array.from({ length: 2000 }, (_each, n) => ({
          name: `${n}`,
          subject: 'own.a',
          version: 1,
        })),
      },
    ],
  ])('refuses %s', async (_what, status, body) => {
    expect((await world().service.ask('writer:own.', 'POST', path, body)).status).toBe(status);
  });

  it('refuses compressed bodies, long targets and many headers before it reads on', async () => {
    const { service } = world();
    const zipped = await service.ask('writer:own.', 'POST', path, '{}', { 'content-encoding': 'gzip' });
    expect(zipped.status).toBe(415);
    expect((await service.ask('reader', 'GET', `/subjects?subjectPrefix=${'x'.repeat(13_000)}`)).status).toBe(
      414,
    );
    const many = Object.fromEntries(Array.from({ length: 150 }, (_each, n) => [`x-${n}`, 'y']));
    expect((await service.ask('reader', 'GET', '/subjects', undefined, many)).status).toBe(431);
  });

  it('gives no more of a list than its limit, whatever was asked for', async () => {
    const { service } = world();
    const reply = await service.ask('reader', 'GET', '/schemas?limit=2147483647&offset=-5');
    expect(reply.status).toBe(200);
    expect((reply.body as unknown[]).length).toBeLessThanOrEqual(1000);
    expect((await service.ask('reader', 'GET', '/schemas?limit=99999999999')).status).toBe(404);
  });

  it('reads no body of those it refuses', async () => {
    const { service } = world();
    const body = 'x'.repeat(1_000_000);
    expect((await service.ask(undefined, 'POST', path, body)).status).toBe(401);
    expect((await service.ask('reader:own.', 'POST', path, body)).status).toBe(403);
  });
};
