import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentNegotiation } from '../../src/plugins/content-negotiation.ts';
import { maxParamLength } from '../../src/plugins/http-options.ts';
import { notFound } from '../../src/plugins/not-found.ts';
import { requestText, sendRaw, toyApp } from './toy-app.ts';

const app = toyApp();
const json = 'application/vnd.schemaregistry.v1+json';

beforeAll(async () => {
  await app.register(contentNegotiation);
  await app.register(notFound);
  app.get('/subjects/:subject/versions', (request) => request.params);
  app.get('/config', () => ({ path: 'config' }));
  await app.ready();
});
afterAll(() => app.close());

describe('path parameters', () => {
  it.each([
    ['a%2Fb', 'a/b'],
    ['a%252Fb', 'a%2Fb'],
    ['100%25', '100%'],
    ['%2525', '%25'],
    ['a+b', 'a+b'],
    ['a%2Bb', 'a+b'],
    ['a%20b', 'a b'],
    ['%C3%A4%E2%82%AC', 'ä€'],
    ['a%00b%0A', 'a\u0000b\n'],
    [':.ctx:name', ':.ctx:name'],
    ['%3A.ctx%3Aname', ':.ctx:name'],
    ['a;b=c&d', 'a;b=c&d'],
    ['..', '..'],
    ['%2e%2e%2f', '../'],
    ['a%3Fb%23c', 'a?b#c'],
    ['__proto__', '__proto__'],
    ['x'.repeat(maxParamLength), 'x'.repeat(maxParamLength)],
  ])('decodes %s once', async (encoded, subject) => {
    const response = await sendRaw(app, requestText(`GET /subjects/${encoded}/versions`));
    expect(response.status).toBe(200);
    expect(JSON.parse(response.body)).toEqual({ subject });
  });

  it.each(['%', '%2', '%zz', '%C3', '%ff', '%u0041', 'a%2Fb%'])(
    'refuses %s, which decodes to nothing',
    async (bad) => {
      for (const path of [`/subjects/${bad}/versions`, `/nothing/${bad}`]) {
        for (const method of ['GET', 'POST']) {
          const response = await sendRaw(app, requestText(`${method} ${path}`));
          expect(response).toMatchObject({ status: 400, headers: { 'content-type': json } });
          expect(JSON.parse(response.body)).toEqual({
            error_code: 400,
            message: 'The request target is not a valid path. Encode a literal "%" as "%25".',
          });
        }
      }
    },
  );

  it('refuses one over the limit', async () => {
    const response = await sendRaw(
      app,
      requestText(`GET /subjects/${'x'.repeat(maxParamLength + 1)}/versions`),
    );
    expect(response.status).toBe(414);
    expect(JSON.parse(response.body)).toEqual({ error_code: 414, message: 'HTTP 414 URI Too Long' });
  });
});

describe('paths', () => {
  it.each(['/config', '/config/', '/config?x', '/config/?x=/', 'http://registry.test/config'])(
    '%s reaches its route',
    async (target) => {
      const response = await sendRaw(app, requestText(`GET ${target}`));
      expect(response).toMatchObject({ status: 200, body: '{"path":"config"}' });
    },
  );

  it.each(['//config', '/config//', '/CONFIG', '/config;a=b', 'ftp://registry.test/nothing'])(
    '%s does not',
    async (target) => {
      expect((await sendRaw(app, requestText(`GET ${target}`))).status).toBe(404);
    },
  );
});

describe('requests that are hardly HTTP', () => {
  it('answers OPTIONS * for the server as a whole', async () => {
    const response = await sendRaw(app, requestText('OPTIONS *'));
    expect(response).toMatchObject({
      status: 200,
      body: '',
      headers: { allow: 'GET, HEAD, POST, PUT, DELETE, OPTIONS' },
    });
  });

  it.each([
    ['an unknown method', requestText('FROB /config'), 400],
    ['no request line', 'hello\r\n\r\n', 400],
    ['a control character in the path', requestText('GET /con\u0001fig'), 400],
    ['a target without slash', requestText('GET config'), 400],
    ['headers over the limit', requestText('GET /config', [`X-Long: ${'x'.repeat(20_000)}`]), 431],
    ['a target over the limit', requestText(`GET /${'x'.repeat(20_000)}`), 431],
    ['two lengths', requestText('GET /config', ['Content-Length: 1', 'Content-Length: 2']), 400],
  ])('answers %s in the form of errors', async (_what, text, status) => {
    const response = await sendRaw(app, text);
    expect(response).toMatchObject({ status, headers: { 'content-type': json, connection: 'close' } });
    expect(JSON.parse(response.body)).toMatchObject({ error_code: status });
  });

  it('closes CONNECT without an answer, and lives on', async () => {
    const connected = await sendRaw(app, requestText('CONNECT registry.test:443'));
    expect(connected).toMatchObject({ status: 0, body: '' });
    expect((await sendRaw(app, requestText('GET /config'))).status).toBe(200);
  });

  it('lives on after a client that resets its connection', async () => {
    const { port } = app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('GET /config HTTP/1.1\r\nHost: ');
    socket.resetAndDestroy();
    expect((await sendRaw(app, requestText('GET /config'))).status).toBe(200);
  });
});
