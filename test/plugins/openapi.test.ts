import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caching } from '../../src/plugins/caching.ts';
import { contentCoding } from '../../src/plugins/content-coding.ts';
import { contentNegotiation } from '../../src/plugins/content-negotiation.ts';
import { openapi } from '../../src/plugins/openapi.ts';
import { parameters } from '../../src/plugins/parameters.ts';
import { revalidation } from '../../src/plugins/revalidation.ts';
import { Type } from '../../src/typebox.ts';
import { faultsOf, type OpenapiDocument, operations } from '../helpers/openapi-document.ts';
import { toyApp } from './toy-app.ts';

const app = toyApp();

beforeAll(async () => {
  await app.register(openapi, {
    title: 'Toy',
    version: '1.2.3',
    description: 'Routes to try the document with.',
    tags: [{ name: 'Subjects', description: 'Names of schemas.' }],
  });
  await app.register(contentNegotiation);
  await app.register(contentCoding, { isOn: () => false, minBytes: 0 });
  await app.register(caching, { isPrivate: () => false, varying: [] });
  await app.register(revalidation);
  await app.register(parameters);
  const Schema = Type.Object({
    schema: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    kind: Type.Optional(Type.Literal('A')),
  });
  const Refusal = Type.Object({ error_code: Type.Integer(), message: Type.String() }, { $id: 'Error' });
  app.post(
    '/subjects/:subject/versions',
    {
      schema: {
        operationId: 'register',
        summary: 'Registers a schema',
        tags: ['Subjects'],
        params: Type.Object({ subject: Type.String({ description: 'Name of the subject' }) }),
        querystring: Type.Object({ normalize: Type.Optional(Type.Boolean()) }),
        body: Schema,
        response: {
          200: Type.Object({ id: Type.Integer() }, { description: 'The id of the schema' }),
          409: Refusal,
          422: Refusal,
          499: Refusal,
        },
      },
    },
    () => ({ id: 1 }),
  );
  app.get('/schemas/ids/:id', { schema: { operationId: 'schemaById' } }, () => ({ schema: '{}' }));
  app.get('/hidden', { schema: { hide: true } }, () => ({}));
  await app.ready();
});
afterAll(() => app.close());

async function readDocument(): Promise<OpenapiDocument> {
  return (await app.inject('/openapi.json')).json();
}

describe('/openapi.json', () => {
  it('is an OpenAPI 3.1 document without faults', async () => {
    const document = await readDocument();
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Toy', version: '1.2.3', license: { identifier: 'Apache-2.0' } },
    });
    expect(faultsOf(document)).toEqual([]);
  });

  it('is plain JSON that may be revalidated', async () => {
    const accept = 'application/vnd.schemaregistry.v1+json';
    const { headers } = await app.inject({ url: '/openapi.json', headers: { accept } });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
    const again = await app.inject({
      url: '/openapi.json',
      headers: { 'if-none-match': String(headers.etag) },
    });
    expect(again.statusCode).toBe(304);
  });

  it('lists each operation once, and no routes of the documentation itself', async () => {
    expect(operations(await readDocument()).map(([place]) => place)).toEqual([
      'post /subjects/{subject}/versions',
      'get /schemas/ids/{id}',
    ]);
  });

  it('describes parameters, bodies and responses by the schemas of the routes', async () => {
    const operation = (await readDocument()).paths['/subjects/{subject}/versions']?.['post'];
    expect(operation?.parameters).toEqual([
      { in: 'query', name: 'normalize', required: false, schema: { type: 'boolean' } },
      {
        in: 'path',
        name: 'subject',
        required: true,
        description: 'Name of the subject',
        schema: { type: 'string' },
      },
    ]);
    expect(Object.keys(operation?.requestBody?.content ?? {})).toEqual([
      'application/vnd.schemaregistry.v1+json',
      'application/vnd.schemaregistry+json',
      'application/json',
      'application/octet-stream',
    ]);
    const body = operation?.requestBody?.content['application/json']?.schema;
    expect(body).toMatchObject({ properties: { schema: { anyOf: [{ type: 'string' }, { type: 'null' }] } } });
    expect(operation?.responses['200']?.description).toBe('The id of the schema');
    expect(Object.keys(operation?.responses['200']?.content ?? {})).toEqual([
      'application/vnd.schemaregistry.v1+json',
      'application/vnd.schemaregistry+json',
      'application/json',
    ]);
  });

  it('gives all refusals one form, those a route does not name included', async () => {
    const document = await readDocument();
    const responses = document.paths['/subjects/{subject}/versions']?.['post']?.responses ?? {};
    expect(Object.entries(responses).map(([status, { description }]) => [status, description])).toEqual([
      ['200', 'The id of the schema'],
      ['409', 'Conflict'],
      ['422', 'Unprocessable Entity'],
      ['429', 'Too Many Requests'],
      ['499', 'Refusal'],
      ['503', 'Service Unavailable'],
      ['default', 'Any other refusal'],
    ]);
    for (const status of ['422', 'default']) {
      expect(responses[status]?.content?.['application/json']).toEqual({
        schema: { $ref: '#/components/schemas/Error' },
      });
    }
    expect(Object.keys(document.components?.schemas ?? {})).toContain('Error');
    expect(document.paths['/schemas/ids/{id}']?.['get']?.responses).toHaveProperty('default');
  });
});

describe('/docs', () => {
  it.each([
    ['/docs', 'text/html; charset=utf-8'],
    ['/docs/', 'text/html; charset=utf-8'],
    ['/docs/static/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/docs/static/swagger-ui-bundle.js', 'application/javascript; charset=utf-8'],
    ['/docs/static/swagger-initializer.js', 'application/javascript; charset=utf-8'],
    ['/docs/json', 'application/json'],
  ])('serves %s under a strict policy that works over plain HTTP', async (url, type) => {
    const { statusCode, headers, body } = await app.inject(url);
    expect(statusCode).toBe(200);
    expect(headers['content-type']?.toString().replace('text/javascript', 'application/javascript')).toBe(
      type,
    );
    expect(body.length).toBeGreaterThan(100);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/https?:|upgrade-insecure-requests/);
  });

  it('names only files of its own, and no validator elsewhere', async () => {
    const page = (await app.inject('/docs')).body;
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => String(file));
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect(await app.inject(file)).toMatchObject({ statusCode: 200 });
    const script = (await app.inject('/docs/static/swagger-initializer.js')).body;
    expect(script).toContain('"validatorUrl":null');
  });
});
