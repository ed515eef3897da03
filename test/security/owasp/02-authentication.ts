import { expect, it } from 'vitest';
import type { Attempts } from './world.ts';

export const authentication: Attempts = (world) => {
  it('takes no credential that is not good, wherever it stands', async () => {
    const { service } = world();
    const key = service.keyOf('admin');
    const unsigned = [{ alg: 'none' }, { sub: 'admin', scope: 'admin', aud: 'schemagate' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const headers: Readonly<Record<string, string>>[] = [
      { authorization: `Bearer ${key.slice(0, -1)}` },
      { authorization: `Bearer ${key.toUpperCase()}` },
      { authorization: `Bearer ${unsigned}.` },
      { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` },
      { authorization: `Digest ${key}` },
      { 'x-api-key': '' },
      { cookie: `key=${key}` },
      { 'x-forwarded-user': 'admin', 'x-forwarded-for': '127.0.0.1' },
    ];
    for (const each of headers) {
      const reply = await service.ask(undefined, 'GET', '/subjects', undefined, each);
      expect(reply).toMatchObject({ status: 401, body: { error_code: 40101 } });
      expect(reply.text).not.toContain(key);
    }
    const inTarget = await service.ask(undefined, 'GET', `/subjects?access_token=${key}&api_key=${key}`);
    expect(inTarget.status).toBe(401);
  });

  it('says nothing of which keys there are, and records what was tried', async () => {
    const { service } = world();
    const key = service.keyOf('admin');
    const known = key.slice(0, -1) + (key.endsWith('a') ? 'b' : 'a');
    const unknown = key.replace(/_[0-9a-z]{12}_/, '_000000000000_');
    const replies = await Promise.all(
      [known, unknown].map((each) =>
        service.ask(undefined, 'GET', '/subjects', undefined, { 'x-api-key': each }),
      ),
    );
    expect(replies[0]?.text).toBe(replies[1]?.text);
    expect(service.trail.of('authentication.failed').length).toBeGreaterThan(0);
    expect(JSON.stringify(service.trail.events)).not.toContain(key.slice(-20));
  });

  it('stops guessing after some attempts, and locks nobody else out', async () => {
    const { service } = world();
    const guess = (n: number) =>
      service.ask(undefined, 'GET', '/subjects', undefined, { 'x-api-key': `sgk_guess_${n}` });
    const statuses: number[] = [];
    for (let n = 0; n < 14; n++) statuses.push((await guess(n)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await service.ask('reader', 'GET', '/subjects')).status).toBe(200);
    expect((await service.ask(undefined, 'GET', '/health/live')).status).toBe(200);
  });
};
