import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestBody } from '../../src/plugins/request-body.ts';
import { Type } from '../../src/typebox.ts';
import { requestText, sendRaw, toyApp } from './toy-app.ts';

const app = toyApp();

beforeAll(async () => {
  await app.register(requestBody);
  app.route({
    method: ['POST', 'DELETE', 'OPTIONS'],
    url: '/echo',
    handler: (request) => ({ body: request.body ?? 'nothing' }),
  });
  app.get('/echo', () => ({ body: 'nothing' }));
  app.post(
    '/schema',
    {
      schema: { body: Type.Object({ schema: Type.Optional(Type.String()) }) },
      preValidation: [(_request, _reply, next) => next()],
    },
    (request) => request.body,
  );
  app.post('/keys', (request) => {
    const body = request.body as Record<string, unknown>;
    return { keys: Object.keys(body), polluted: 'polluted' in {}, constructor: typeof {}.constructor };
  });
  await app.ready();
});
afterAll(() => app.close());

function post(payload: string | Buffer, headers: Record<string, string> = {}, url = '/echo') {
  return app.inject({ method: 'POST', url, payload, headers });
}

describe('media types', () => {
  it.each([
    'application/vnd.schemaregistry.v1+json',
    'application/vnd.schemaregistry+json',
    'application/json',
    'application/octet-stream',
    'application/json; charset=utf-8',
    'Application/Vnd.SchemaRegistry.V1+JSON;charset=UTF-8',
  ])('accepts %s', async (type) => {
    const response = await post('{"a":[1]}', { 'content-type': type });
    expect(response.json()).toEqual({ body: { a: [1] } });
  });

  it('takes a body without a Content-Type as JSON', async () => {
    const response = await sendRaw(
      app,
      `${requestText('POST /echo', ['Content-Length: 9']).trimEnd()}\r\n\r\n{"a":[1]}`,
    );
    expect(response).toMatchObject({ status: 200, body: '{"body":{"a":[1]}}' });
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'json',
    'application/jsonx',
  ])('refuses %s', async (type) => {
    const response = await post('{}', { 'content-type': type });
    expect(response.statusCode).toBe(415);
    expect(response.json()).toEqual({
      error_code: 415,
      message: 'HTTP 415 Unsupported Media Type. Send JSON, with Content-Type: application/json.',
    });
  });
});

describe('a request without a body', () => {
  it.each(['application/vnd.schemaregistry.v1+json', 'application/json', 'text/plain'])(
    'may declare %s on DELETE and GET',
    async (type) => {
      for (const method of ['DELETE', 'GET']) {
        const response = await sendRaw(app, requestText(`${method} /echo`, [`Content-Type: ${type}`]));
        expect(response).toMatchObject({ status: 200, body: '{"body":"nothing"}' });
      }
    },
  );

  it.each([[[]], [['Content-Length: 0']], [['Content-Type: application/json', 'Content-Length: 0']]])(
    'is 422 where a body is needed (%j)',
    async (headers) => {
      const response = await sendRaw(app, requestText('POST /schema', headers));
      expect(response.status).toBe(422);
      expect(JSON.parse(response.body)).toEqual({
        error_code: 422,
        message: 'The request body must not be null (was null). Send JSON.',
      });
    },
  );

  it('is what a body of null counts as', async () => {
    expect((await post('null', {}, '/schema')).statusCode).toBe(422);
    expect((await post('{"schema":"{}"}', {}, '/schema')).json()).toEqual({ schema: '{}' });
  });
});

describe('malformed bodies', () => {
  it.each(['{', '{"a":}', '[1,]', "{'a':1}", ' ', '{} {}', 'NaN', '\u0000'])('refuses %j', async (text) => {
    const response = await post(text, { 'content-type': 'application/json' });
    expect(response.statusCode).toBe(400);
    const { error_code, message } = response.json<{ error_code: number; message: string }>();
    expect(error_code).toBe(400);
    expect(message).toMatch(/^The request body is not JSON: .+/);
    expect(message).not.toMatch(/\bat \/|\.ts\b|\.js\b/);
  });

  it.each([
    [[0x22, 0xff, 0x22]],
    [[0x22, 0xc3, 0x22]],
    [[0x22, 0xed, 0xa0, 0x80, 0x22]],
    [[0xff, 0xfe, 0x22]],
  ])('refuses bytes that are not UTF-8 (%j)', async (bytes) => {
    const response = await post(Buffer.from(bytes), { 'content-type': 'application/json' });
    expect(response.json()).toEqual({
      error_code: 400,
      message: 'The request body is not UTF-8. Send JSON in UTF-8.',
    });
  });

  it('reads past a byte order mark', async () => {
    expect((await post('\uFEFF{"a":"ä"}')).json()).toEqual({ body: { a: 'ä' } });
  });

  it('refuses a body over the limit', async () => {
    const response = await post(JSON.stringify('x'.repeat(5 * 1024 * 1024)));
    expect(response.statusCode).toBe(413);
  });
});

describe('hostile bodies', () => {
  it('keeps __proto__ and constructor as plain keys that touch nothing', async () => {
    const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}';
    const response = await post(text, {}, '/keys');
    expect(response.json()).toEqual({
      keys: ['__proto__', 'constructor', 'a'],
      polluted: false,
      constructor: 'function',
    });
    expect((await post(text, {}, '/schema')).statusCode).toBe(200);
  });

  it.each([10_000, 1_000_000])('survives arrays and objects nested %i deep', async (depth) => {
    const array = `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect((await post(array, {}, '/keys')).json()).toMatchObject({ keys: ['x'] });
    const object = `${'{"x":'.repeat(depth / 2)}1${'}'.repeat(depth / 2)}`;
    expect((await post(object, {}, '/keys')).json()).toMatchObject({ keys: ['x'] });
    expect((await post('['.repeat(depth), {}, '/keys')).statusCode).toBe(400);
  });
});
