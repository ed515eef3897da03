import { SignJWT, UnsecuredJWT } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNamedGrants } from '../../../src/access/named-grants.ts';
import { nameIn, namesIn } from '../../../src/access/token-claims.ts';
import { type TokenVerifierOptions, tokenVerifier } from '../../../src/access/token-verifier.ts';

const issuer = new OAuth2Server();
beforeAll(async () => {
  await issuer.issuer.keys.generate('RS256', { kid: 'first' });
  await issuer.issuer.keys.generate('RS512', { kid: 'long' });
  await issuer.start(0, '127.0.0.1');
});
afterAll(() => issuer.stop());

const asked: string[] = [];

function verifier(more: Partial<TokenVerifierOptions> = {}) {
  return tokenVerifier({
    issuer: issuer.issuer.url ?? '',
    audience: 'schemagate',
    jwksUri: '',
    algorithms: ['RS256', 'ES256'],
    grantsClaim: 'scope',
    grants: readNamedGrants('OIDC_GRANTS', '{"orders": ["writer:orders."], "*": ["reader"]}'),
    call(url, init) {
      asked.push(url);
      return fetch(url, init);
    },
    cooldownMs: 0,
    ...more,
  });
}

const claims = { aud: 'schemagate', sub: 'u-1', client_id: 'orders-service', scope: 'openid orders' };

/** A token of the issuer with these claims over good ones; one without a value is left out. */
function token(changes: Readonly<Record<string, unknown>> = {}, kid = 'first'): Promise<string> {
  return issuer.issuer.buildToken({
    kid,
    scopesOrTransform: (_header, payload) => Object.assign(payload, claims, changes),
  });
}

const good = {
  kind: 'token',
  id: 'u-1',
  name: 'orders-service',
  grants: [
    { role: 'reader', subjects: '' },
    { role: 'writer', subjects: 'orders.' },
  ],
};

describe('a token', () => {
  it('is of its subject, with what its scopes grant, until it ends; the issuer is asked once', async () => {
    const verify = verifier();
    asked.length = 0;
    const end = Math.floor(Date.now() / 1000) + 60;
    for (const _time of [1, 2]) {
      expect(await verify(await token({ exp: end }))).toEqual({ principal: good, until: (end + 5) * 1000 });
    }
    expect(asked.map((url) => new URL(url).pathname)).toEqual(['/.well-known/openid-configuration', '/jwks']);
    expect((await verify(await token({ scope: 'other' })))?.principal.grants).toEqual([good.grants[0]]);
  });

  it('is not good otherwise', async () => {
    const verify = verifier();
    const now = Math.floor(Date.now() / 1000);
    const [jwk] = issuer.issuer.keys.toJSON();
    const publicKey = Buffer.from(JSON.stringify({ kty: jwk?.kty, n: jwk?.['n'], e: jwk?.['e'] }));
    const strange = new SignJWT({ ...claims, iss: issuer.issuer.url ?? '', exp: now + 60 });
    const [head = '', body = '', signature = ''] = (await token()).split('.');
    const tokens: Readonly<Record<string, string>> = {
      expired: await token({ exp: now - 6 }),
      'not yet good': await token({ nbf: now + 60 }),
      'for others': await token({ aud: 'other' }),
      'of another issuer': await token({ iss: 'http://other.example' }),
      'without an end': await token({ exp: undefined }),
      'without a subject': await token({ sub: undefined }),
      'by an algorithm that is not allowed': await token({}, 'long'),
      unsigned: new UnsecuredJWT({ ...claims, iss: issuer.issuer.url ?? '', exp: now + 60 }).encode(),
      'signed with the public key as a secret': await strange
        .setProtectedHeader({ alg: 'HS256', kid: 'first' })
        .sign(publicKey),
      'altered in its claims': [head, Buffer.from('{"sub":"root"}').toString('base64url'), signature].join(
        '.',
      ),
      'altered in its signature': [head, body, signature.toLowerCase()].join('.'),
      'with a key that the issuer does not have': [
        Buffer.from('{"alg":"RS256","kid":"none"}').toString('base64url'),
        body,
        signature,
      ].join('.'),
      'no token': 'a.b.c',
      nothing: '',
    };
    const taken = [];
    for (const [what, each] of Object.entries(tokens)) {
      if ((await verify(each)) !== undefined) taken.push(what);
    }
    expect(taken).toEqual([]);
    expect(await verify(await token({ exp: now - 3 }))).toMatchObject({ principal: good });
  });

  it('by a key that the issuer took up later is good at once', async () => {
    const verify = verifier({ jwksUri: `${issuer.issuer.url}/jwks` });
    expect(await verify(await token())).toMatchObject({ principal: good });
    await issuer.issuer.keys.generate('ES256', { kid: 'second' });
    expect(await verify(await token({}, 'second'))).toMatchObject({ principal: good });
  });

  it('can not be judged while the issuer is away or talks nonsense, and can be afterwards', async () => {
    let answer = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));
    const verify = verifier({ call: () => answer() });
    const each = await token();
    const away = { name: 'IssuerUnavailableError' };
    await expect(verify(each)).rejects.toMatchObject(away);
    answer = async () => new Response('', { status: 500 });
    await expect(verify(each)).rejects.toMatchObject(away);
    answer = async () => Response.json({ issuer: 'http://other.example', jwks_uri: 'http://other.example' });
    await expect(verify(each)).rejects.toThrow('it calls itself "http://other.example"');
    answer = async () => Response.json({ issuer: issuer.issuer.url, jwks_uri: 'keys' });
    await expect(verify(each)).rejects.toThrow('no jwks_uri');
    const found = { issuer: issuer.issuer.url, jwks_uri: `${issuer.issuer.url}/jwks` };
    let keys = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));
    const later = verifier({
      call: async (url) => (url.endsWith('/jwks') ? keys() : Response.json(found)),
    });
    await expect(later(each)).rejects.toMatchObject(away);
    keys = async () => new Response('', { status: 503 });
    await expect(later(each)).rejects.toMatchObject(away);
    keys = async () => Response.json({ no: 'keys' });
    await expect(later(each)).rejects.toMatchObject(away);
    keys = () => fetch(found.jwks_uri);
    expect(await later(each)).toMatchObject({ principal: good });
  });

  it.each([
    [['RS256', 'HS256'], 'HS256'],
    [['none'], 'none'],
    [[], 'none'],
  ])('can not be allowed with %j', (algorithms, named) => {
    expect(() => verifier({ algorithms })).toThrow(`OIDC_ALGORITHMS names ${named}`);
  });
});

it('finds names in claims of every form', () => {
  const payload = {
    scope: 'a  b',
    roles: ['c', 1, 'd'],
    realm_access: { roles: ['e'] },
    'x.y': 'f',
    sub: 's',
  };
  const found = [
    'scope',
    'roles',
    'realm_access.roles',
    'x.y',
    'realm_access.none',
    'scope.a',
    '__proto__.x',
  ];
  expect(found.map((claim) => namesIn(payload, claim))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e'],
    ['f'],
    [],
    [],
    [],
  ]);
  expect([nameIn(payload), nameIn({ name: '', azp: 'z' }), nameIn({})]).toEqual(['s', 'z', '']);
});

it.each([
  ['{', 'OIDC_GRANTS is not a JSON object'],
  ['[]', 'OIDC_GRANTS is not a JSON object'],
  ['null', 'OIDC_GRANTS is not a JSON object'],
  ['{"a": "reader"}', 'OIDC_GRANTS has no list of grants for "a"; expected'],
  ['{"a": ["owner"]}', 'OIDC_GRANTS has no list of grants for "a": "owner" is none'],
  ['{"a": [1]}', 'OIDC_GRANTS has no list of grants for "a": 1 is none'],
])('tells what is wrong with the grants %s', (text, problem) => {
  expect(() => readNamedGrants('OIDC_GRANTS', text)).toThrow(problem);
});
