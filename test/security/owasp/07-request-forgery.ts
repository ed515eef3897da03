import { expect, it } from 'vitest';
import { type Attempts, jsonSchema } from './world.ts';

export const requestForgery: Attempts = (world) => {
  it('asks no server that a schema names', async () => {
    const { service, attacker } = world();
    const { url, asked } = attacker;
    const before = asked.length;
    const schemas = [
      { $ref: `${url}/ref` },
      { $schema: `${url}/meta`, type: 'string' },
      { $id: `${url}/id`, $ref: 'relative' },
      { $schema: 'https://json-schema.org/draft/2020-12/schema', $dynamicRef: `${url}/dynamic#x` },
      { allOf: [{ $ref: `//${new URL(url).host}/scheme` }, { $ref: 'file:///etc/passwd' }] },
    ];
    for (const schema of schemas) {
      for (const path of [
        '/subjects/own.forged/versions',
        '/subjects/own.forged',
        '/compatibility/subjects/own.a/versions',
      ]) {
        const reply = await service.ask('writer:own.', 'POST', path, jsonSchema(schema));
        expect(reply.status).toBeLessThan(500);
        expect(reply.text).not.toContain('root:');
      }
    }
    expect(asked.slice(before)).toEqual([]);
  });

  it('goes by no address in headers or references', async () => {
    const { service, attacker } = world();
    const { url, asked } = attacker;
    const before = asked.length;
    const host = new URL(url).host;
    const headers = { 'x-forwarded-host': host, forwarded: `host=${host}`, referer: url, origin: url };
    const reply = await service.ask('reader', 'GET', '/docs', undefined, headers);
    expect([...reply.headers.values()].join(' ')).not.toContain(host);
    const body = { ...jsonSchema({ $ref: 'x' }), references: [{ name: 'x', subject: url, version: 1 }] };
    expect((await service.ask('writer:own.', 'POST', '/subjects/own.forged/versions', body)).status).toBe(
      422,
    );
    expect(asked.slice(before)).toEqual([]);
  });
};
