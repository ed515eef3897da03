import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { expect, it, onTestFinished, vi } from 'vitest';
import { readNamedGrants } from '../../src/access/named-grants.ts';
import { tokenVerifier } from '../../src/access/token-verifier.ts';
import { OutboundClient } from '../../src/outbound/client.ts';
import { defaultBreaker } from '../../src/outbound/options.ts';
import { permittedAddresses } from '../../src/outbound/permitted-addresses.ts';
import { answering, startHttpPeer } from '../helpers/http-peer.ts';

const issuer = 'http://issuer.test';
const audience = 'schemagate';
/** How long the breaker lets nothing through at most, in milliseconds. */
const pause = 1000;

interface Signer {
  readonly jwk: JWK;
  token(): Promise<string>;
}

async function signer(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' },
    token: () => signed(privateKey, kid),
  };
}

function signed(key: CryptoKey, kid: string): Promise<string> {
  const token = new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid });
  return token.setIssuer(issuer).setAudience(audience).setSubject('u').setExpirationTime('1m').sign(key);
}

it('judges tokens by the keys it has while their issuer fails, spares it, and finds it again', async () => {
  const [old, young] = await Promise.all([signer('old'), signer('young')]);
  const keys = (...signers: readonly Signer[]) =>
    answering(200, JSON.stringify({ keys: signers.map(({ jwk }) => jwk) }));
  const peer = await startHttpPeer(keys(old));
  onTestFinished(() => peer.close());
  const client = new OutboundClient({
    permits: permittedAddresses('127.0.0.1'),
    timeouts: { connect: 5000, headers: 5000, body: 5000, total: 5000 },
    breaker: { ...defaultBreaker, firstPause: pause, maxPause: pause },
  });
  onTestFinished(() => client.close(0));
  const verify = tokenVerifier({
    issuer,
    audience,
    jwksUri: `${peer.url}/jwks`,
    algorithms: ['ES256'],
    grantsClaim: 'scope',
    grants: readNamedGrants('OIDC_GRANTS', '{"*": ["reader"]}'),
    call: (url, init) => client.fetch(url, init),
    cooldownMs: 0,
  });
  const holder = { principal: { kind: 'token', id: 'u' } };
  expect(await verify(await old.token())).toMatchObject(holder);

  // No time passes for the breaker, however slow the machine is, until the issuer is there again.
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  peer.answer(answering(500));
  const before = peer.requests.length;
  for (let attempt = 0; attempt < 30; attempt += 1) {
    await expect(verify(await young.token())).rejects.toMatchObject({ name: 'IssuerUnavailableError' });
    expect(await verify(await old.token())).toMatchObject(holder);
  }
  expect(client.hosts()).toMatchObject([{ state: expect.stringMatching(/open/) as string }]);
  expect(peer.requests.length - before).toBeLessThan(30);

  peer.answer(keys(old, young));
  vi.advanceTimersByTime(pause);
  expect(await verify(await young.token())).toMatchObject(holder);
  expect(client.hosts()).toMatchObject([{ state: 'closed' }]);
});
