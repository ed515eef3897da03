import { generateKeyPair, SignJWT } from 'jose';
import { expect, it } from 'vitest';
import type { Attempts } from './world.ts';

export const unsafeConsumption: Attempts = (world) => {
  it('believes no issuer that answers nonsense, and goes on', async () => {
    const { service, attacker } = world();
    const { privateKey } = await generateKeyPair('ES256');
    const token = await new SignJWT({ scope: 'admin' })
      .setProtectedHeader({ alg: 'ES256', kid: 'a', jku: `${attacker.url}/jku` })
      .setIssuer(attacker.url)
      .setAudience('schemagate')
      .setSubject('intruder')
      .setExpirationTime('1h')
      .sign(privateKey);
    const reply = await service.ask(undefined, 'GET', '/subjects', undefined, {
      authorization: `Bearer ${token}`,
    });
    expect([401, 503]).toContain(reply.status);
    expect(reply.text).not.toContain('none of your business');
    // The address of keys is the operator's to say, not the token's.
    expect(attacker.asked).not.toContain('/jku');
    expect((await service.ask('reader', 'GET', '/subjects')).status).toBe(200);
  });

  it('takes what clients call JSON for what it is, and keeps text as it came', async () => {
    const { service } = world();
    const duplicate =
      '{"schemaType":"JSON","schema":"{\\"title\\":\\"<script>\\"}","schema":"{\\"title\\":\\"\\\\u003cb>\\"}"}';
    const made = await service.ask('writer:own.', 'POST', '/subjects/own.odd/versions', duplicate);
    expect(made.status).toBe(200);
    const { text, headers } = await service.ask('reader:own.', 'GET', '/subjects/own.odd/versions/1/schema');
    expect(JSON.parse(text)).toEqual({ title: '<b>' });
    // Whatever stands in a schema, no browser runs it.
    expect(headers.get('content-type')).toMatch(/json/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
};
