import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeError, statusCategories } from '../../src/plugins/errors/describe-error.ts';
import { errors } from '../../src/plugins/errors.ts';
import { HttpError } from '../../src/plugins/http-error.ts';
import { loggingServerOptions, requestIds } from '../../src/plugins/logging.ts';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';
import { requestBody } from '../../src/plugins/request-body.ts';
import { responseShape } from '../../src/plugins/response-shape.ts';
import { errorTable, RegistryError } from '../../src/registry/errors.ts';
import { refusals } from '../../src/registry/refusals.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { LogLines } from '../helpers/log-lines.ts';
import { sendRaw } from './toy-app.ts';

const log = new LogLines();
const thrown = new Map<string, unknown>([
  ['registry', refusals.subjectNotFound('a"b')],
  ['conflict', refusals.incompatibleSchema('s', ['m1'])],
  ['store', new StoreUnavailableError('disk on fire at /secret/path')],
  ['bug', new TypeError('cannot read secret of undefined')],
  ['string', 'secret text'],
  ['status-500', Object.assign(new Error('secret'), { statusCode: 500 })],
  ['status-502', Object.assign(new Error('secret'), { statusCode: 502 })],
  ['status-200', Object.assign(new Error('secret'), { statusCode: 200 })],
  ['http', new HttpError(404)],
  ['teapot', Object.assign(new Error('short and stout'), { statusCode: 418 })],
  ['silent', Object.assign(new Error(''), { statusCode: 403 })],
]);
const app: FastifyInstance = fastify({
  ...loggingServerOptions({ level: 'debug', destination: log }),
  bodyLimit: 20,
});

beforeAll(async () => {
  await app.register(replyHeaders);
  await app.register(errors);
  await app.register(requestIds);
  await app.register(responseShape);
  await app.register(requestBody);
  app.get('/throw/:what', (request) => {
    throw thrown.get((request.params as { what: string }).what);
  });
  app.get('/reject', () => Promise.reject(new Error('secret')));
  app.get('/retry', (_request, reply) => {
    reply.header('retry-after', 7);
    throw new StoreUnavailableError('busy');
  });
  app.post(
    '/body',
    { schema: { body: { type: 'object', properties: { a: { type: 'number' } } } } },
    () => ({}),
  );
  await app.ready();
});
afterAll(() => app.close());

describe('an error', () => {
  it.each([
    ['registry', 404, 40401, `Subject 'a"b' not found.`],
    ['conflict', 409, 409, refusals.incompatibleSchema('s', ['m1']).message],
    ['store', 503, 50001, 'The store cannot serve this now; try again.'],
    ['bug', 500, 500, 'Internal Server Error'],
    ['string', 500, 500, 'Internal Server Error'],
    ['status-500', 500, 500, 'Internal Server Error'],
    ['status-502', 502, 502, 'HTTP 502 Bad Gateway'],
    ['status-200', 500, 500, 'Internal Server Error'],
    ['http', 404, 404, 'HTTP 404 Not Found'],
    ['teapot', 418, 418, 'short and stout'],
    ['silent', 403, 403, 'HTTP 403 Forbidden'],
  ])('has its status, code and message: %s', async (what, status, error_code, message) => {
    const response = await app.inject(`/throw/${what}`);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toEqual({ error_code, message });
    expect(response.headers['content-type']).toBe('application/vnd.schemaregistry.v1+json');
    expect(response.headers['x-request-id']).toEqual(expect.any(String));
  });

  it('inside the server is logged whole under the request id, and nothing of it is sent', async () => {
    for (const url of ['/throw/bug', '/reject']) {
      log.lines.length = 0;
      const response = await app.inject(url);
      expect(response.statusCode).toBe(500);
      expect(response.body + JSON.stringify(response.headers)).not.toMatch(/secret|at .*\.ts|TypeError/);
      expect(log.with('request failed')).toMatchObject([
        {
          level: 50,
          reqId: response.headers['x-request-id'],
          err: { stack: expect.stringContaining('secret') },
        },
      ]);
    }
  });

  it('of the store is a warning in the log, and the client may try again', async () => {
    log.lines.length = 0;
    expect((await app.inject('/throw/store')).headers['retry-after']).toBe('1');
    expect((await app.inject('/retry')).headers['retry-after']).toBe('7');
    expect(log.with('request refused').map((line) => line['level'])).toEqual([40, 40]);
  });

  it('has five digits for a conflict where the client takes the newer shape', async () => {
    const headers = { 'confluent-accept-unknown-properties': 'true' };
    expect((await app.inject({ url: '/throw/conflict', headers })).json()).toMatchObject({
      error_code: 40901,
    });
    expect((await app.inject({ url: '/throw/registry', headers })).json()).toMatchObject({
      error_code: 40401,
    });
  });

  it.each([
    ['malformed JSON', { payload: '{', type: 'application/json' }, 400],
    ['a wrong type', { payload: '{"a":{}}', type: 'application/json' }, 400],
    ['a body over the limit', { payload: `{"a":${'1'.repeat(30)}}`, type: 'application/json' }, 413],
    ['an unknown media type', { payload: '<a/>', type: 'application/xml' }, 415],
  ])("is a client's for %s", async (_what, { payload, type }, status) => {
    const response = await app.inject({
      method: 'POST',
      url: '/body',
      payload,
      headers: { 'content-type': type },
    });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toEqual({ error_code: status, message: expect.stringMatching(/./) });
  });

  it('is counted by category', async () => {
    const before = new Map(app.errorCounts.entries());
    for (const what of ['registry', 'conflict', 'store', 'bug', 'silent']) await app.inject(`/throw/${what}`);
    const grown = app.errorCounts
      .entries()
      .filter(([category, count]) => count > (before.get(category) ?? 0));
    expect(grown.map(([category]) => category).sort()).toEqual([
      'auth',
      'conflict',
      'internal',
      'not-found',
      'unavailable',
    ]);
  });

  it('of a request that could not be read is counted too', async () => {
    const before = new Map(app.errorCounts.entries());
    await sendRaw(app, 'nonsense\r\n\r\n');
    app.server.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), {
      destroyed: true,
    });
    expect(app.errorCounts.entries()).toContainEqual(['validation', (before.get('validation') ?? 0) + 1]);
    expect(app.errorCounts.entries()).toContainEqual(['timeout', (before.get('timeout') ?? 0) + 1]);
  });
});

describe('the table of categories', () => {
  it('gives every error of the registry the category that the table says', () => {
    for (const [kind, { code, category }] of Object.entries(errorTable)) {
      const error = new RegistryError(kind as keyof typeof errorTable, 'why');
      expect(describeError(error)).toMatchObject({ code, category, message: 'why' });
    }
  });

  it.each([
    [401, 'auth'],
    [408, 'timeout'],
    [429, 'rate-limit'],
    [503, 'unavailable'],
    [504, 'timeout'],
    [405, 'validation'],
    [501, 'internal'],
  ])('counts a plain %i as %s', (status, category) => {
    expect(describeError(new HttpError(status)).category).toBe(category);
    expect(Object.keys(statusCategories).length).toBe(8);
  });
});
