import { OAuth2Server } from 'oauth2-mock-server';
import { expect, it, onTestFinished } from 'vitest';
import { authenticatedApp } from '../../helpers/authenticated-app.ts';

it('takes tokens of the issuer in the settings, and 503 says that it is away', async () => {
  const issuer = new OAuth2Server();
  await issuer.issuer.keys.generate('ES256');
  await issuer.start(0, '127.0.0.1');
  onTestFinished(() => issuer.stop());
  let away = true;
  const { ask, events } = await authenticatedApp(
    {
      AUTH: 'auto',
      OIDC_ISSUER: issuer.issuer.url ?? '',
      OIDC_AUDIENCE: 'schemagate',
      OIDC_ALGORITHMS: 'RS256, ES256',
      OIDC_GRANTS: '{"*": ["reader"]}',
    },
    { on: false, fetch: (url, init) => (away ? Promise.reject(new Error('away')) : fetch(url, init)) },
  );
  const token = (aud: string) =>
    issuer.issuer.buildToken({
      scopesOrTransform: (_head, claims) => Object.assign(claims, { aud, sub: 'u' }),
    });
  const authorization = `Bearer ${await token('schemagate')}`;
  expect(await ask({ authorization })).toMatchObject({ status: 503, body: { error_code: 503 } });
  away = false;
  const grants = [{ role: 'reader', subjects: '' }];
  expect((await ask({ authorization })).body).toEqual({ kind: 'token', id: 'u', name: 'u', grants });
  expect((await ask({ authorization: `Bearer ${await token('other')}` })).status).toBe(401);
  expect(events).toMatchObject([{ event: 'authentication.failed', details: { credential: 'token' } }]);
});

it.each([
  [{ OIDC_ISSUER: 'https://a.example' }, 'OIDC_ISSUER is set, but not OIDC_AUDIENCE'],
  [
    { OIDC_ISSUER: 'https://a.example', OIDC_AUDIENCE: 'x', OIDC_ALGORITHMS: 'HS256' },
    'OIDC_ALGORITHMS names HS256',
  ],
  [
    { OIDC_ISSUER: 'https://a.example', OIDC_AUDIENCE: 'x', OIDC_GRANTS: '{' },
    'OIDC_GRANTS is not a JSON object',
  ],
])('does not start with %j', async (settings, problem) => {
  await expect(authenticatedApp(settings)).rejects.toThrow(problem);
});
