import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closed, jsonSchema } from '../helpers/api.ts';
import { type RawResponse, requestBytes, sendOnce } from '../helpers/raw-http.ts';
import { serverForFile } from '../helpers/server.ts';
import { type BadRequest, badBodies, badNames, badSchemas, badTexts, badValues } from './bad-requests.ts';

// Load shedding would answer 503 in the moments after a heavy request; it has tests of its own.
const server = serverForFile({ MAX_EVENT_LOOP_DELAY_MS: '0' });
const patience = 20_000;

function send(line: string, body?: unknown): Promise<RawResponse> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type = 'Content-Type: application/vnd.schemaregistry.v1+json';
  return sendOnce(server().port, requestBytes(line, [type], text));
}

function register(subject: string, schema: unknown): Promise<RawResponse> {
  const body = typeof schema === 'string' ? { schemaType: 'JSON', schema } : jsonSchema(schema);
  return send(`POST /subjects/${subject}/versions`, body);
}

beforeAll(async () => {
  await register('known', closed({ id: 'string' }));
});

afterEach(async () => {
  const healthy = await register('known', closed({ id: 'string' }));
  if (healthy.body !== '{"id":1}') throw new Error(`A healthy request is answered with ${healthy.body}`);
});

describe.for<[string, readonly BadRequest[]]>([
  ['bodies', badBodies],
  ['values', badValues],
  ['schemas', badSchemas],
  ['schema texts', badTexts],
  ['names', badNames],
])('%s', ([, requests]) => {
  it.each(requests)(
    '$what: $status, $code',
    { timeout: patience },
    async ({ line, body, status, code, says }) => {
      const answer = await send(line, body);
      expect(answer.status).toBe(status);
      const refusal = JSON.parse(answer.body) as { error_code: number; message: string };
      expect(refusal).toEqual({
        error_code: code,
        message: expect.stringMatching(says instanceof RegExp ? says : ''),
      });
      expect(refusal.message).toContain(says instanceof RegExp ? '' : says);
    },
  );
});

it('has as many bad requests as it had', () => {
  const counts = [badBodies, badValues, badSchemas, badTexts, badNames].map(({ length }) => length);
  expect(counts).toEqual([36, 38, 36, 17, 55]);
});

describe('names that occur in JavaScript', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

  it.each(names)('%s is a name like any other in every place of a schema', async (name) => {
    const schema = JSON.stringify({
      title: 'x',
      properties: { x: { type: 'string' } },
      patternProperties: { x: {} },
      definitions: { x: {} },
      dependencies: { x: ['x'] },
      required: ['x'],
      additionalProperties: false,
      default: { x: { x: 1 } },
    }).replaceAll('"x"', JSON.stringify(name));
    expect(await register(`schema-${name}`, schema)).toMatchObject({ status: 200 });
    const stored = JSON.parse((await send(`GET /subjects/schema-${name}/versions/1`)).body) as {
      schema: string;
    };
    expect(stored.schema).toBe(schema);
    const changed = schema.replace('"type":"string"', '"type":"integer"');
    expect(await register(`schema-${name}`, changed)).toMatchObject({
      status: 409,
      body: expect.stringContaining(`'#/properties/${name}'`),
    });
  });

  it.each(names)('%s is a name like any other in metadata, rules and subjects', async (name) => {
    const body = `{"schemaType":"JSON","schema":"{}","metadata":{"properties":{"${name}":"p"},"tags":{"${name}":["t"]},"sensitive":["${name}"]},"ruleSet":{"domainRules":[{"name":"r","type":"CEL","params":{"${name}":"v"}}]}}`;
    expect(await send(`POST /subjects/${name}/versions`, body)).toMatchObject({ status: 200 });
    const stored = await send(`GET /subjects/${name}/versions/latest`);
    expect(stored.body).toContain(
      `"metadata":{"tags":{"${name}":["t"]},"properties":{"${name}":"p"},"sensitive":["${name}"]}`,
    );
    expect(stored.body).toContain(`"params":{"${name}":"v"}`);
    const found = await send(`GET /subjects/${name}/metadata?key=${name}&value=p`);
    expect(found).toMatchObject({ status: 200, body: stored.body });
  });

  it.each(names)('%s as a field means nothing', async (name) => {
    const before = await send('GET /config');
    const inner = '{"compatibility":"NONE","mode":"READONLY","schema":"{}","polluted":true}';
    for (const line of [
      'PUT /config/pollution',
      'PUT /config',
      'POST /subjects/known',
      'POST /subjects/known/versions',
    ]) {
      const body = line.startsWith('PUT')
        ? `{"${name}":${inner}}`
        : `{"${name}":${inner},"schemaType":"JSON","schema":${JSON.stringify(JSON.stringify(closed({ id: 'string' })))}}`;
      expect((await send(line, body)).status).toBe(200);
    }
    expect((await send(`GET /subjects?${name}=x&${name}[polluted]=1&deleted=true`)).status).toBe(200);
    expect((await send('GET /config')).body).toBe(before.body);
  });
});

describe('depth', () => {
  const deep = (open: string, close: string) => `${open.repeat(100_000)}1${close.repeat(100_000)}`;

  it.each([
    ['lists', deep('[', ']')],
    ['objects', deep('{"a":', '}')],
  ])(
    '%s 100 000 deep are refused or ignored, wherever they stand',
    { timeout: patience },
    async (_what, value) => {
      const ignored = ['unknown', '__proto__'];
      const places = [
        ...ignored,
        'schema',
        'schemaType',
        'references',
        'version',
        'id',
        'metadata',
        'ruleSet',
      ];
      for (const place of places) {
        const answer = await send(
          'POST /subjects/known',
          `{"schemaType":"JSON","schema":"{}","${place}":${value}}`,
        );
        expect([400, 404]).toContain(answer.status);
        expect(answer.status === 404 || !ignored.includes(place)).toBe(true);
      }
      for (const line of ['PUT /config', 'PUT /mode', 'POST /subjects/known']) {
        expect([200, 400, 404]).toContain((await send(line, value)).status);
      }
      for (const place of ['properties', 'tags', 'sensitive', 'unknown']) {
        const body = `{"schemaType":"JSON","schema":"{}","metadata":{"${place}":{"a":${value}}}}`;
        expect((await send('POST /subjects/known', body)).status).toBe(place === 'unknown' ? 404 : 400);
      }
    },
  );

  it('a chain of references is followed, and more than 1 000 references are refused', {
    timeout: 10_000,
  }, async () => {
    await register('chain-0', { title: 'start' });
    for (let link = 1; link <= 50; link += 1) {
      const references = [{ name: `n${link - 1}`, subject: `chain-${link - 1}`, version: 1 }];
      const body = { ...jsonSchema({ $ref: `n${link - 1}` }), references };
      expect((await send(`POST /subjects/chain-${link}/versions`, body)).status).toBe(200);
    }
    const references = Array.from({ length: 1001 }, (_, index) => ({
      name: `r${index}`,
      subject: 'chain-0',
      version: 1,
    }));
    const few = { ...jsonSchema({}), references: references.slice(1) };
    expect(await send('POST /subjects/wide/versions', few)).toMatchObject({ status: 200 });
    const many = { ...jsonSchema({}), references };
    expect(await send('POST /subjects/wide/versions', many)).toMatchObject({
      status: 422,
      body: expect.stringContaining('refers to too many or too large schemas'),
    });
  });
});

describe('schemas made to keep a comparison busy', () => {
  const object = (properties: unknown) => ({ type: 'object', properties, additionalProperties: false });
  const ring = (length: number, leaf: string) => ({
    $ref: '#/definitions/n0',
    definitions: Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `n${index}`,
        object({
          next: { $ref: `#/definitions/n${(index + 1) % length}` },
          leaf: { type: index === 0 ? leaf : 'string' },
        }),
      ]),
    ),
  });
  const nested = (depth: number, width: number, leaf: string): unknown =>
    depth === 0
      ? { type: leaf }
      : {
          anyOf: Array.from({ length: width }, (_, index) => ({
            ...object({ inner: nested(depth - 1, width, leaf) }),
            title: `${depth}-${index}`,
          })),
        };
  const doubling = (depth: number, leaf: string) => ({
    $ref: `#/definitions/d${depth}`,
    definitions: Object.fromEntries(
      Array.from({ length: depth + 1 }, (_, index) => [
        `d${index}`,
        index === 0
          ? { type: leaf }
          : { anyOf: ['a', 'b'].map((name) => object({ [name]: { $ref: `#/definitions/d${index - 1}` } })) },
      ]),
    ),
  });
  const alternatives = (kind: string, count: number, extra: number) => ({
    [kind]: Array.from({ length: count }, (_, index) =>
      object({ a: { enum: [index, index + 1, `x${extra}`] }, [`p${index % 7}`]: {} }),
    ),
  });
  const bomb = '^(a+)+$';
  const bait = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`${'a'.repeat(30 + index)}!`, { type: 'string' }]),
  );

  it.each([
    ['rings of 97 and 101', ring(97, 'string'), ring(101, 'integer')],
    ['rings of 997 and 1009', ring(997, 'string'), ring(1009, 'string')],
    ['five levels of five alternatives', nested(5, 5, 'integer'), nested(5, 5, 'string')],
    ['eleven levels of two alternatives', nested(11, 2, 'integer'), nested(11, 2, 'string')],
    ['sixty doublings by reference', doubling(60, 'integer'), doubling(60, 'string')],
    ['500 anyOf', alternatives('anyOf', 500, 1), alternatives('anyOf', 500, 2)],
    ['500 oneOf', alternatives('oneOf', 500, 1), alternatives('oneOf', 501, 2)],
    ['500 allOf', alternatives('allOf', 500, 1), alternatives('allOf', 500, 2)],
    [
      'a pattern that backtracks for ever',
      { type: 'object', patternProperties: { [bomb]: { type: 'string' } }, additionalProperties: false },
      {
        type: 'object',
        patternProperties: { [bomb]: { type: 'string' } },
        properties: bait,
        additionalProperties: false,
      },
    ],
    [
      '200 such patterns',
      {
        type: 'object',
        patternProperties: Object.fromEntries(Object.keys(bait).map((_, index) => [`${bomb}${index}`, {}])),
        additionalProperties: false,
      },
      { type: 'object', properties: bait, additionalProperties: false },
    ],
  ])('%s are answered', { timeout: 60_000 }, async (what, older, newer) => {
    const subject = encodeURIComponent(what);
    expect(await register(subject, older)).toMatchObject({ status: 200 });
    expect([200, 409]).toContain((await register(subject, newer)).status);
  });
});

describe('numbers', () => {
  it.each([
    ['maximum', '1e400', '1e399'],
    ['maximum', '1e999999999', '1e999999998'],
    ['minimum', '-1e-999999999', '0'],
    ['multipleOf', '1e999999999', '3e-999999999'],
    ['multipleOf', '0.000000000000000000000000000000000000000000001', '7e300'],
    ['enum', '[1e999999999,1e-999999999]', '[1e-999999999]'],
    ['const', '123456789012345678901234567890.123456789', '1'],
    ['maxLength', '99999999999999999999', '3'],
  ])('%s of %s, then %s, is compared', { timeout: patience }, async (keyword, older, newer) => {
    const subject = encodeURIComponent(`${keyword} ${older}`);
    expect(await register(subject, `{"${keyword}":${older}}`)).toMatchObject({ status: 200 });
    expect([200, 409]).toContain((await register(subject, `{"${keyword}":${newer}}`)).status);
  });
});

describe('text', () => {
  it('with lone surrogates is kept as it is', async () => {
    const escaped = String.raw`{"title":"\\ud800"}`;
    expect(
      await send(
        'POST /subjects/surrogate/versions',
        `{"schemaType":"JSON","schema":${JSON.stringify(escaped)},"metadata":{"properties":{"\\udfff":"\\ud800"}}}`,
      ),
    ).toMatchObject({ status: 200 });
    const answer = await send('GET /subjects/surrogate/versions/1');
    expect(JSON.parse(answer.body)).toMatchObject({ metadata: { properties: { '\udfff': '\ud800' } } });
  });

  it('with a raw lone surrogate in the schema is stored as its escape', async () => {
    expect(
      await send(
        'POST /subjects/raw-surrogate/versions',
        String.raw`{"schemaType":"JSON","schema":"{\"title\":\"\ud800\"}"}`,
      ),
    ).toMatchObject({ status: 200 });
    const answer = await send('GET /subjects/raw-surrogate/versions/1/schema');
    expect(answer.body).toBe(String.raw`{"title":"\uD800"}`);
  });

  it('with duplicate keys counts by the last, at the place of the first', async () => {
    await register('duplicates', '{"a":1,"b":2,"a":3}');
    expect((await send('GET /subjects/duplicates/versions/1/schema')).body).toBe('{"a":3,"b":2}');
    expect(
      await send('PUT /config/duplicates', '{"compatibility":"FULL","compatibility":"NONE"}'),
    ).toMatchObject({
      body: '{"compatibility":"NONE"}',
    });
  });

  it('with NUL, line breaks and controls in metadata is kept', async () => {
    const odd = 'a\u0000b\nc\r\u2028\u0085';
    const metadata = {
      tags: { [odd]: [odd] },
      properties: { [odd]: '\u0001\u001f\n\u007f' },
      sensitive: [odd],
    };
    await send('POST /subjects/controls/versions', { ...jsonSchema({}), metadata });
    expect(JSON.parse((await send('GET /subjects/controls/versions/1')).body)).toMatchObject({ metadata });
  });
});

describe('remote references', () => {
  it('are never fetched', async () => {
    let hits = 0;
    const trap = createServer((_request, response) => {
      hits += 1;
      response.end('{}');
    });
    trap.listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) => {
      trap.once('listening', () => resolve(trap.address() as AddressInfo));
    });
    try {
      const url = `http://127.0.0.1:${port}/schema.json`;
      const schemas = [
        { $ref: url },
        { properties: { a: { $ref: `${url}#/definitions/x` } } },
        { $id: url, properties: { a: { $ref: 'other.json' } } },
        { $schema: url, type: 'string' },
        { $schema: 'https://json-schema.org/draft/2020-12/schema', $dynamicRef: url },
        { $schema: 'https://json-schema.org/draft/2020-12/schema', $vocabulary: { [url]: true }, $ref: url },
        { $schema: 'http://json-schema.org/draft-04/schema#', id: url, $ref: 'x.json' },
      ];
      for (const schema of schemas) {
        const answers = [
          await register('remote', schema),
          await send('POST /subjects/remote', jsonSchema(schema)),
          await send('POST /compatibility/subjects/known/versions', jsonSchema(schema)),
        ];
        for (const { status } of answers) expect([200, 404, 409, 422]).toContain(status);
      }
      expect(await register('remote-only', { $ref: url })).toMatchObject({
        status: 422,
        body: expect.stringContaining(`Remote schema reference fetching over HTTP(S) is disabled: ${url}`),
      });
      await send('PUT /config/remote-unchecked', { validateNewSchemas: false });
      await register('remote-unchecked', { $ref: url });
      await register('remote-unchecked', { $ref: `${url}?2` });
      expect(hits).toBe(0);
    } finally {
      trap.close();
    }
  });
});
