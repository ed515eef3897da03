import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentNegotiation } from '../../src/plugins/content-negotiation.ts';
import { notFound } from '../../src/plugins/not-found.ts';
import { requestBody } from '../../src/plugins/request-body.ts';
import { requestText, sendRaw, toyApp } from './toy-app.ts';

const app = toyApp();
const notAllowed = { error_code: 405, message: 'HTTP 405 Method Not Allowed' };
const unknownPath = { error_code: 404, message: 'HTTP 404 Not Found' };
const json = 'application/vnd.schemaregistry.v1+json';

beforeAll(async () => {
  await app.register(contentNegotiation);
  await app.register(requestBody);
  await app.register(notFound);
  app.get('/subjects', () => []);
  app.get('/subjects/:subject/versions', (request) => request.params);
  app.post('/subjects/:subject/versions', (request) => request.params);
  await app.register(async (scope) => {
    scope.delete('/mode', () => ({}));
    scope.put('/mode', () => ({}));
  });
  await app.ready();
});
afterAll(() => app.close());

describe('a known path', () => {
  it.each([
    ['POST', '/subjects', 'GET, HEAD, OPTIONS'],
    ['PUT', '/subjects/?a=b', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/subjects/a%2Fb/versions/', 'GET, HEAD, POST, OPTIONS'],
    ['TRACE', '/subjects', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/mode', 'DELETE, PUT, OPTIONS'],
    ['GET', '/mode', 'DELETE, PUT, OPTIONS'],
    ['PROPFIND', '/mode', 'DELETE, PUT, OPTIONS'],
    ['QUERY', '/mode', 'DELETE, PUT, OPTIONS'],
  ])('refuses %s %s with 405 and the methods it has', async (method, url, allow) => {
    const response = await sendRaw(app, requestText(`${method} ${url}`, ['Content-Type: application/json']));
    expect(response).toMatchObject({ status: 405, headers: { allow, 'content-type': json } });
    expect(JSON.parse(response.body)).toEqual(notAllowed);
  });

  it('answers HEAD on a path without GET with 405 and no body', async () => {
    const response = await sendRaw(app, requestText('HEAD /mode'));
    expect(response).toMatchObject({ status: 405, body: '', headers: { allow: 'DELETE, PUT, OPTIONS' } });
  });

  it.each(['/subjects', '/subjects/', '/subjects?x=%'])(
    'answers OPTIONS %s with its methods',
    async (url) => {
      const response = await sendRaw(app, requestText(`OPTIONS ${url}`));
      expect(response).toMatchObject({
        status: 200,
        body: '',
        headers: { allow: 'GET, HEAD, OPTIONS', 'content-length': '0' },
      });
    },
  );

  it('answers HEAD like GET, without the body', async () => {
    const response = await sendRaw(app, requestText('HEAD /subjects'));
    expect(response).toMatchObject({ status: 200, body: '', headers: { 'content-length': '2' } });
  });

  it.each(['application/json', 'application/x-www-form-urlencoded'])(
    'refuses a method whatever is wrong with the body (%s)',
    async (type) => {
      const body = '<a/>';
      const text = requestText('PUT /subjects', [`Content-Type: ${type}`, `Content-Length: ${body.length}`]);
      expect((await sendRaw(app, text + body)).status).toBe(405);
    },
  );
});

describe('an unknown path', () => {
  it.each([
    ['GET', '/nothing'],
    ['POST', '/nothing'],
    ['OPTIONS', '/nothing'],
    ['TRACE', '/nothing'],
    ['GET', '/Subjects'],
    ['GET', '//subjects'],
    ['GET', '/subjects//'],
    ['GET', '/'],
    ['DELETE', `/nothing/${'x'.repeat(12_000)}`],
  ])('is 404 for %s %s', async (method, url) => {
    const response = await sendRaw(app, requestText(`${method} ${url}`));
    expect(response).toMatchObject({ status: 404, headers: { 'content-type': json } });
    expect(JSON.parse(response.body)).toEqual(unknownPath);
    expect(response.headers).not.toHaveProperty('allow');
  });
});
