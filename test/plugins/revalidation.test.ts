import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caching } from '../../src/plugins/caching.ts';
import { contentCoding } from '../../src/plugins/content-coding.ts';
import { contentNegotiation } from '../../src/plugins/content-negotiation.ts';
import { HttpError } from '../../src/plugins/http-error.ts';
import { etagOf, matchesEtag, revalidation } from '../../src/plugins/revalidation.ts';
import { requestText, sendRaw, toyApp } from './toy-app.ts';

const app = toyApp();
let subjects = ['a'];

beforeAll(async () => {
  await app.register(contentNegotiation);
  await app.register(contentCoding, { isOn: () => false, minBytes: 0 });
  await app.register(caching, { isPrivate: () => false, varying: [] });
  await app.register(revalidation);
  app.get('/subjects', () => subjects);
  app.post('/subjects', () => subjects);
  app.get('/immutable', (_request, reply) => reply.header('cache-control', 'max-age=1').send({ a: 1 }));
  app.get('/varied', (_request, reply) => reply.header('vary', 'origin').send({ a: 1 }));
  app.get('/page', (_request, reply) => reply.type('text/html').send('<p>'));
  app.get('/bytes', (_request, reply) => reply.type('application/json').send(Buffer.from('[]')));
  app.get('/partial', (_request, reply) => reply.code(207).send([]));
  app.get('/refused', () => {
    throw new HttpError(404);
  });
  await app.ready();
});
afterAll(() => app.close());

async function etagFor(accept?: string): Promise<string> {
  const response = await app.inject({ url: '/subjects', headers: accept === undefined ? {} : { accept } });
  return String(response.headers.etag);
}

describe('a JSON response to GET', () => {
  it('carries what a client needs to ask again', async () => {
    const response = await app.inject('/subjects');
    expect(response.headers).toMatchObject({
      'cache-control': 'no-cache',
      vary: 'Accept, Confluent-Accept-Unknown-Properties',
      etag: expect.stringMatching(/^"[\w-]{43}-0"$/) as string,
    });
  });

  it('keeps its tag as long as its bytes and type stay the same', async () => {
    const first = await etagFor();
    expect(await etagFor()).toBe(first);
    expect(await etagFor('application/json')).not.toBe(first);
    subjects = ['a', 'b'];
    expect(await etagFor()).not.toBe(first);
  });

  it('is 304 without a body when the client has it', async () => {
    const etag = await etagFor();
    for (const method of ['GET', 'HEAD']) {
      const response = await sendRaw(app, requestText(`${method} /subjects`, [`If-None-Match: ${etag}`]));
      expect(response).toMatchObject({ status: 304, body: '' });
      expect(response.headers).toMatchObject({
        etag,
        'cache-control': 'no-cache',
        vary: 'Accept, Confluent-Accept-Unknown-Properties',
      });
      expect(response.headers).not.toHaveProperty('content-type');
      // RFC 9110 section 8.6: no length, or that of the response the client has.
      const length = method === 'HEAD' ? String(JSON.stringify(subjects).length) : undefined;
      expect(response.headers['content-length']).toBe(length);
    }
  });

  it('has the same headers on HEAD', async () => {
    const response = await sendRaw(app, requestText('HEAD /subjects'));
    expect(response).toMatchObject({ status: 200, body: '', headers: { etag: await etagFor() } });
    expect(response.headers['content-length']).toBe(String(JSON.stringify(subjects).length));
  });

  it('may come as bytes, and may vary by more', async () => {
    expect((await app.inject('/bytes')).headers).toHaveProperty('etag');
    expect((await app.inject('/varied')).headers['vary']).toBe(
      'origin, Accept, Confluent-Accept-Unknown-Properties',
    );
  });
});

describe('other responses', () => {
  it.each(['/page', '/partial', '/refused', '/immutable'])('%s gets no tag', async (url) => {
    const { headers } = await app.inject({ url, headers: { 'if-none-match': '*' } });
    expect(headers).not.toHaveProperty('etag');
    expect(headers['cache-control']).toBe(url === '/immutable' ? 'max-age=1' : undefined);
  });

  it('POST gets no tag', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/subjects',
      headers: { 'if-none-match': '*' },
    });
    expect(response.statusCode).toBe(200);
    expect(response.headers).not.toHaveProperty('etag');
  });
});

describe('matchesEtag', () => {
  it.each([
    [undefined, '"a"', false],
    ['*', '"a"', true],
    [' * ', '"a"', true],
    ['"a"', '"a"', true],
    ['"b"', '"a"', false],
    ['"b", "a"', '"a"', true],
    ['"b","a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['W/"b", W/"a"', '"a"', true],
    ['"x,"', '"x,"', true],
    ['"x, "a""', '"a"', false],
    ['a', '"a"', false],
    ['', '"a"', false],
    ['"', '"a"', false],
  ])('If-None-Match %j against %j: %s', (header, etag, expected) => {
    expect(matchesEtag(header, etag)).toBe(expected);
  });
});

it('tells apart equal bytes of two media types', () => {
  expect(etagOf('[]', 'application/json')).not.toBe(etagOf('[]', 'application/x+json'));
  expect(etagOf(Buffer.from('[]'), 'application/json')).toBe(etagOf('[]', 'application/json'));
});
