import { once } from 'node:events';
import { connect } from 'node:http2';
import { request } from 'node:https';
import { json } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificatePrincipal } from '../../../src/access/certificate.ts';
import { readNamedGrants } from '../../../src/access/named-grants.ts';
import { authenticatedApp } from '../../helpers/authenticated-app.ts';
import { type Authority, certificateAuthority, type IssuedCertificate } from '../../helpers/certificates.ts';

let authority: Authority;
let server: IssuedCertificate;
let client: IssuedCertificate;
beforeAll(async () => {
  authority = await certificateAuthority();
  server = await authority.issue('server');
  client = await authority.issue('orders', { for: 'client' });
});

const grants = '{"CN=orders": ["writer:orders."], "DNS:localhost": ["reader"]}';
const settings = {
  AUTH: 'auto',
  TLS_CERT_FILE: 'unused',
  TLS_KEY_FILE: 'unused',
  TLS_CLIENT_CA_FILE: 'unused',
  TLS_CLIENT_AUTH: 'optional',
  CLIENT_CERT_GRANTS: grants,
};
const principal = {
  kind: 'certificate',
  id: 'CN=orders',
  name: 'orders',
  grants: [
    { role: 'writer', subjects: 'orders.' },
    { role: 'reader', subjects: '' },
  ],
};

describe.each([['HTTP/1.1'], ['HTTP/2']])('a client certificate over %s', (version) => {
  it('is of its subject, for all requests of its connection', async () => {
    const tls = {
      ...server,
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: false,
      allowHTTP1: true,
    };
    const secure = version === 'HTTP/2' ? { http2: true as const, https: tls } : { https: tls };
    const { app, keys } = await authenticatedApp(settings, { on: false, server: secure });
    const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
    const ask = version === 'HTTP/2' ? askHttp2 : askHttp1;
    const shown = { port, ca: authority.cert, ...client };

    expect(await ask(shown, [{}, {}])).toEqual([principal, principal]);
    const { id, key } = await keys.create({ name: 'k', grants: ['reader'] });
    expect(await ask(shown, [{ 'x-api-key': key }])).toMatchObject([{ kind: 'key', id }]);
    expect(await ask({ port, ca: authority.cert }, [{}])).toMatchObject([{ kind: 'anonymous' }]);
    const other = await (await certificateAuthority('Other CA')).issue('orders', { for: 'client' });
    expect(await ask({ port, ca: authority.cert, ...other }, [{}])).toMatchObject([{ kind: 'anonymous' }]);
  });
});

interface Shown {
  readonly port: number;
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

/** What the service answers to requests with these headers, on one connection. */
type Ask = (shown: Shown, requests: readonly Readonly<Record<string, string>>[]) => Promise<unknown[]>;

const askHttp2: Ask = async ({ port, ...credentials }, requests) => {
  const session = connect(`https://127.0.0.1:${port}`, credentials);
  const answers = [];
  for (const headers of requests) answers.push(await json(session.request({ ':path': '/', ...headers })));
  session.close();
  await once(session, 'close');
  return answers;
};

const askHttp1: Ask = async (shown, requests) => {
  const answers = [];
  for (const headers of requests) {
    const sent = request({ host: '127.0.0.1', ...shown, headers }).end();
    const [response] = await once(sent, 'response');
    answers.push(await json(response));
  }
  return answers;
};

const named = readNamedGrants('CLIENT_CERT_GRANTS', '{"*": ["metrics"], "O=Example": ["reader"]}');

it.each([
  [
    { subject: { C: 'DE', O: ['Example', 'Other'], CN: 'a' }, subjectaltname: 'URI:spiffe://example.org/a' },
    { id: 'C=DE,O=Example,O=Other,CN=a', name: 'a', grants: 2 },
  ],
  [
    { subject: {}, subjectaltname: 'DNS:a.svc, DNS:b.svc' },
    { id: 'DNS:a.svc', name: 'DNS:a.svc', grants: 1 },
  ],
  [
    { subject: { CN: 'a' }, subjectaltname: 'URI:"http://a, O=Example"' },
    { id: 'CN=a', name: 'a', grants: 1 },
  ],
  [{ subject: { CN: 'a,O=Example' } }, { id: 'CN=a\\,O=Example', name: 'a\\,O=Example', grants: 1 }],
  [{ subject: {} }, { id: '', name: '', grants: 1 }],
])('names the holder of %j', (certificate, expected) => {
  const found = certificatePrincipal(certificate, named);
  expect({ id: found.id, name: found.name, grants: found.grants.length }).toEqual(expected);
});
