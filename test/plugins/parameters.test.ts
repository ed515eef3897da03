import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parameters, readBoolean, readInteger } from '../../src/plugins/parameters.ts';
import { Type } from '../../src/typebox.ts';
import { toyApp } from './toy-app.ts';

const app = toyApp();
const notFound = { error_code: 404, message: 'HTTP 404 Not Found' };

beforeAll(async () => {
  await app.register(parameters);
  const querystring = Type.Object({
    deleted: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer()),
    subject: Type.Optional(Type.String()),
    key: Type.Optional(Type.Array(Type.String())),
    format: Type.Optional(Type.Union([Type.Literal('a'), Type.Literal('b')])),
  });
  app.get('/list', { schema: { querystring } }, (request) => request.query);
  app.get(
    '/ids/:id/:name',
    {
      schema: { params: Type.Object({ id: Type.Integer({ minimum: 1 }), name: Type.String() }) },
      preValidation: (_request, _reply, next) => next(),
    },
    (request) => request.params,
  );
  app.get('/untyped/:id', (request) => ({ params: request.params, query: request.query }));
  await app.ready();
});
afterAll(() => app.close());

describe('query parameters', () => {
  it.each([
    ['', {}],
    ['?deleted=true', { deleted: true }],
    ['?deleted=True', { deleted: true }],
    ['?deleted=TRUE&deleted=false', { deleted: true }],
    ['?deleted=false&deleted=true', { deleted: false }],
    ['?deleted=False', { deleted: false }],
    ['?deleted=1', { deleted: false }],
    ['?deleted=yes', { deleted: false }],
    ['?deleted', { deleted: false }],
    ['?deleted=', { deleted: false }],
    ['?deleted=%20true', { deleted: false }],
    ['?limit=10', { limit: 10 }],
    ['?limit=-1', { limit: -1 }],
    ['?limit=%2B7', { limit: 7 }],
    ['?limit=007', { limit: 7 }],
    ['?limit=-0', { limit: 0 }],
    ['?limit=2147483647', { limit: 2147483647 }],
    ['?limit=-2147483648', { limit: -2147483648 }],
    ['?limit=', {}],
    ['?limit=1&limit=2', { limit: 1 }],
    ['?subject=a&subject=b', { subject: 'a' }],
    ['?subject=a+b%2Bc%252F', { subject: 'a b+c%2F' }],
    ['?subject=', { subject: '' }],
    ['?key=a', { key: ['a'] }],
    ['?key=a&key=b', { key: ['a', 'b'] }],
    ['?format=b', { format: 'b' }],
    ['?unknown=1&__proto__=x&constructor=y&toString=z', {}],
    ['?deleted[]=true&limit[a]=1', {}],
    ['?subject=%E2%28%A1', { subject: '%E2%28%A1' }],
  ])('%s reads as %j', async (query, expected) => {
    const response = await app.inject(`/list${query}`);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(expected);
  });

  it.each(['ten', '1.5', '1e3', '0x10', '2147483648', '-2147483649', '9'.repeat(400), '1%20', '+', '٣'])(
    'limit=%s is 404',
    async (text) => {
      const response = await app.inject({ url: '/list', query: { limit: decodeURIComponent(text) } });
      expect(response.statusCode).toBe(404);
      expect(response.json()).toEqual(notFound);
    },
  );

  it('is 404 when the value is none of those listed', async () => {
    expect((await app.inject('/list?format=c')).json()).toEqual(notFound);
  });
});

describe('path parameters', () => {
  it('have the declared types', async () => {
    expect((await app.inject('/ids/12/12')).json()).toEqual({ id: 12, name: '12' });
    expect((await app.inject({ method: 'HEAD', url: '/ids/12/12' })).statusCode).toBe(200);
  });

  it.each(['abc', '2147483648', '1.0', '%20', '1%2F2', '0'])('/ids/%s is 404', async (id) => {
    expect((await app.inject(`/ids/${id}/x`)).json()).toEqual(notFound);
  });

  it('are left alone where no schema declares them', async () => {
    expect((await app.inject('/untyped/12?a=1&a=2')).json()).toEqual({
      params: { id: '12' },
      query: { a: ['1', '2'] },
    });
  });
});

describe('readers', () => {
  it('treat an absent value as false, or as not given', () => {
    expect(readBoolean(undefined)).toBe(false);
    expect(readInteger(undefined)).toBeUndefined();
  });
});
