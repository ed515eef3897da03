import { once } from 'node:events';
import { connect, type Http2Session, type IncomingHttpHeaders } from 'node:http2';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { Agent, fetch } from 'undici';
import { beforeAll, expect, it, vi } from 'vitest';
import { drain } from '../../src/shutdown.ts';
import { type Api, startApi } from '../helpers/api.ts';
import {
  type Authority,
  certificateAuthority,
  type IssuedCertificate,
  replaceFile,
} from '../helpers/certificates.ts';
import { http2Preface, requestsTakenBack } from '../helpers/http2-frames.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

let authority: Authority;
let first: IssuedCertificate;
let second: IssuedCertificate;
let client: IssuedCertificate;
beforeAll(async () => {
  authority = await certificateAuthority();
  first = await authority.issue('first');
  second = await authority.issue('second', { hours: 48 });
  client = await authority.issue('ci', { for: 'client' });
});

interface SecureApi extends Api {
  readonly port: number;
  readonly certFile: string;
  readonly keyFile: string;
}

async function startSecure(
  settings: Readonly<Record<string, string>> = {},
  shown = first,
): Promise<SecureApi> {
  const directory = temporaryDirectory();
  const certFile = join(directory, 'tls.crt');
  const keyFile = join(directory, 'tls.key');
  const caFile = join(directory, 'ca.crt');
  replaceFile(certFile, shown.cert);
  replaceFile(keyFile, shown.key);
  replaceFile(caFile, authority.cert);
  const asksClients = settings['TLS_CLIENT_AUTH'] !== undefined;
  const api = await startApi({
    TLS_CERT_FILE: certFile,
    TLS_KEY_FILE: keyFile,
    ...(asksClients ? { TLS_CLIENT_CA_FILE: caFile } : {}),
    ...settings,
  });
  const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
  expect(address).toMatch(/^https:/);
  return { ...api, port: Number(new URL(address).port), certFile, keyFile };
}

interface Reply {
  readonly headers: IncomingHttpHeaders & { readonly ':status'?: number };
  readonly body: string;
}

async function ask(session: Http2Session, headers: Record<string, string>, body?: string): Promise<Reply> {
  const stream = (session as ReturnType<typeof connect>).request(headers);
  stream.end(body);
  const [received] = (await once(stream, 'response')) as [Reply['headers']];
  return { headers: received, body: await text(stream) };
}

/** The name in the certificate that a new connection is shown. */
async function nameShown(port: number): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', ca: authority.cert });
  await once(socket, 'secureConnect');
  const name = String(socket.getPeerCertificate().subject.CN);
  socket.destroy();
  return name;
}

it('ordinary work is done over HTTP/2 and over HTTP/1.1, with the same headers', async () => {
  const api = await startSecure();
  const warnings: unknown[] = [];
  process.on('warning', (warning) => warnings.push(warning));
  const session = connect(`https://127.0.0.1:${api.port}`, { ca: authority.cert });
  const json = { 'content-type': 'application/json' };
  const registered = await ask(
    session,
    { ':method': 'POST', ':path': '/subjects/a/versions', ...json },
    JSON.stringify({ schemaType: 'JSON', schema: '{"type":"string"}' }),
  );
  expect(registered).toMatchObject({ headers: { ':status': 200 }, body: '{"id":1}' });

  const byId = { ':path': '/schemas/ids/1' };
  const schema = await ask(session, byId);
  const again = await ask(session, byId);
  expect(again).toMatchObject({ headers: { ':status': 200 }, body: schema.body });
  const etag = String(schema.headers.etag);
  expect(await ask(session, { ...byId, 'if-none-match': etag })).toMatchObject({
    headers: { ':status': 304, etag },
    body: '',
  });
  expect(await ask(session, { ...byId, ':method': 'HEAD' })).toMatchObject({
    headers: { ':status': 200, 'content-length': schema.headers['content-length'] },
    body: '',
  });
  expect(await ask(session, { ':path': '/subjects/none/versions' })).toMatchObject({
    headers: { ':status': 404 },
    body: expect.stringContaining('40401') as string,
  });
  const tooLarge = await ask(
    session,
    { ':method': 'PUT', ':path': '/config', ...json },
    `"${'a'.repeat(2 ** 20)}"`,
  );
  expect(tooLarge.headers[':status']).toBe(413);
  expect((await ask(session, { ':path': '/subjects', 'x-request-id': 'mine' })).headers).toMatchObject({
    'x-request-id': 'mine',
    'strict-transport-security': 'max-age=31536000',
  });
  session.close();

  const old = request({ port: api.port, host: '127.0.0.1', path: '/schemas/ids/1', ca: authority.cert });
  old.end();
  const [response] = await once(old, 'response');
  expect(response).toMatchObject({ httpVersion: '1.1', statusCode: 200 });
  expect(response.headers).toMatchObject({ etag, 'content-type': schema.headers['content-type'] });
  expect(await text(response)).toBe(schema.body);

  const agent = new Agent({ allowH2: true, connect: { ca: authority.cert } });
  const fetched = await fetch(`https://127.0.0.1:${api.port}/schemas/ids/1`, { dispatcher: agent });
  expect(await fetched.text()).toBe(schema.body);
  await agent.close();
  expect(warnings).toEqual([]);
});

it('a new certificate serves new connections while open ones go on, and a wrong one is refused', async () => {
  const api = await startSecure();
  const open = connect(`https://127.0.0.1:${api.port}`, { ca: authority.cert });
  expect((await ask(open, { ':path': '/' })).body).toBe('{}');
  const records = vi.spyOn(api.app.audit, 'record');

  replaceFile(api.certFile, second.cert);
  api.app.reloadCertificates();
  api.app.reloadCertificates();
  expect(await nameShown(api.port)).toBe('first');
  expect(records.mock.calls.map(([event]) => event.outcome)).toEqual(['failure']);

  // Watched, nobody asks.
  replaceFile(api.keyFile, second.key);
  await vi.waitUntil(async () => (await nameShown(api.port)) === 'second', { timeout: 45_000, interval: 50 });
  expect((await ask(open, { ':path': '/' })).body).toBe('{}');
  expect(records.mock.calls.map(([event]) => event.outcome)).toEqual(['failure', 'success']);

  const ended = await authority.issue('ended', { hours: -1 });
  replaceFile(api.certFile, ended.cert);
  replaceFile(api.keyFile, ended.key);
  api.app.reloadCertificates();
  expect(await nameShown(api.port)).toBe('second');

  const metrics = await api.app.metricsRegistry.metrics();
  expect(metrics).toContain('schemagate_tls_certificate_reloads_total{outcome="done"} 1');
  expect(metrics).toContain('schemagate_tls_certificate_reloads_total{outcome="refused"} 2');
  const expiry = Number(/^schemagate_tls_certificate_expiry_timestamp_seconds (\S+)/m.exec(metrics)?.[1]);
  expect(expiry - Date.now() / 1000).toBeGreaterThan(47 * 3600);
  open.close();
});

it('connections are TLS 1.2 and later, HTTP/1.1 alone where HTTP/2 is off, and need a certificate where told', async () => {
  const api = await startSecure({ TLS_CLIENT_AUTH: 'required', HTTP2: 'false' });
  const base = { port: api.port, host: '127.0.0.1', ca: authority.cert, ...client };
  const outcome = async (options: object): Promise<string> => {
    const socket: TLSSocket = connectTls({ ...base, ...options });
    try {
      await once(socket, 'secureConnect');
      const protocol = socket.getProtocol();
      socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      const answer = await text(socket);
      return `${protocol} ${String(socket.alpnProtocol)} ${answer.split('\r\n')[0]}`;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(await outcome({ ALPNProtocols: ['h2', 'http/1.1'] })).toBe('TLSv1.3 http/1.1 HTTP/1.1 200 OK');
  expect(await outcome({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2 false HTTP/1.1 200 OK');
  expect(await outcome({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' })).toMatch(
    /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/,
  );
  expect(await outcome({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' })).toMatch(/HANDSHAKE_FAILURE/);
  expect(await outcome({ cert: undefined, key: undefined })).toMatch(/CERTIFICATE_REQUIRED/);
  const other = await (await certificateAuthority('Other CA')).issue('ci', { for: 'client' });
  expect(await outcome(other)).not.toContain('200');
});

it('a request whose body does not come in time is answered 408 over HTTP/2 as well', async () => {
  const api = await startSecure({ REQUEST_TIMEOUT_MS: '50' });
  const session = connect(`https://127.0.0.1:${api.port}`, { ca: authority.cert });
  const stream = session.request({
    ':method': 'POST',
    ':path': '/subjects/a/versions',
    'content-type': 'application/json',
  });
  stream.write('{');
  const [headers] = (await once(stream, 'response')) as [Reply['headers']];
  expect(headers[':status']).toBe(408);
  expect(await text(stream)).toContain('"error_code":408');
  session.close();
});

it('what is under way over HTTP/2 is cut off when its time to finish is over', async () => {
  const api = await startSecure({ REQUEST_TIMEOUT_MS: '0', HEADERS_TIMEOUT_MS: '0' });
  const session = connect(`https://127.0.0.1:${api.port}`, { ca: authority.cert });
  const stream = session.request({
    ':method': 'PUT',
    ':path': '/config',
    'content-type': 'application/json',
  });
  const cut = new Promise((resolve) => stream.once('close', resolve));
  stream.on('error', () => undefined);
  session.on('error', () => undefined);
  stream.write('{');
  await once(session, 'remoteSettings');
  await drain(api.app, 20);
  await cut;
  expect(stream.sentHeaders).toMatchObject({ ':path': '/config' });
  expect(stream.destroyed).toBe(true);
});

it('a certificate that has ended is served all the same, and said to have ended', async () => {
  const api = await startSecure({}, await authority.issue('ended', { hours: -1 }));
  const metrics = await api.app.metricsRegistry.metrics();
  const expiry = /^schemagate_tls_certificate_expiry_timestamp_seconds (\S+)/m.exec(metrics)?.[1];
  expect(Number(expiry)).toBeLessThan(Date.now() / 1000);
});

it('a client that makes requests and takes them back without end loses its connection', async () => {
  const api = await startSecure();
  const socket = connectTls({ port: api.port, host: '127.0.0.1', ca: authority.cert, ALPNProtocols: ['h2'] });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  socket.write(Buffer.concat([http2Preface, requestsTakenBack(1000)]));
  await closed;
  expect(socket.destroyed).toBe(true);

  const session = connect(`https://127.0.0.1:${api.port}`, { ca: authority.cert });
  await once(session, 'remoteSettings');
  expect(session.remoteSettings).toMatchObject({ maxConcurrentStreams: 100, maxHeaderListSize: 16_384 });
  session.close();
});
