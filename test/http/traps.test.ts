import { beforeAll, describe, expect, it } from 'vitest';
import { closed, jsonSchema } from '../helpers/api.ts';
import { RawConnection, type RawResponse, requestBytes, sendOnce } from '../helpers/raw-http.ts';
import { serverForFile } from '../helpers/server.ts';

const server = serverForFile();
const v1 = 'application/vnd.schemaregistry.v1+json';
const contentType = `Content-Type: ${v1}`;
const order = closed({ id: 'string' });

/** Sends a request over a connection of its own; a body that is no text is sent as JSON. */
function send(line: string, headers: readonly string[] = [], body?: unknown): Promise<RawResponse> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return sendOnce(server().port, requestBytes(line, headers, text));
}

function register(subject: string, schema: unknown = order): Promise<RawResponse> {
  return send(`POST /subjects/${subject}/versions`, [contentType], jsonSchema(schema));
}

beforeAll(async () => {
  await register('orders');
});

describe('requests without a body', () => {
  it.each(['GET /subjects', 'GET /schemas/ids/1', 'GET /config'])(
    '%s may have a Content-Type',
    async (line) => {
      for (const type of [v1, 'application/json', 'application/octet-stream', 'text/plain']) {
        expect(await send(line, [`Content-Type: ${type}`])).toMatchObject({ status: 200 });
      }
    },
  );

  it('DELETE may have a Content-Type', async () => {
    for (const [index, type] of [v1, 'application/json', 'application/octet-stream'].entries()) {
      await register(`deleted-${index}`);
      const header = `Content-Type: ${type}`;
      expect(await send(`DELETE /subjects/deleted-${index}`, [header])).toMatchObject({
        status: 200,
        body: '[1]',
      });
    }
  });

  it('DELETE may have a Content-Type and say that its body is empty', async () => {
    await register('deleted-empty');
    const headers = [contentType, 'Content-Length: 0'];
    expect(await send('DELETE /subjects/deleted-empty/versions/latest', headers)).toMatchObject({
      body: '1',
    });
  });

  it('POST / is answered without a body', async () => {
    expect(await send('POST /')).toMatchObject({ status: 200, body: '{}' });
    expect(await send('POST /', [contentType])).toMatchObject({ status: 200, body: '{}' });
  });

  it.each(['POST /subjects/orders/versions', 'POST /subjects/orders', 'PUT /config', 'PUT /mode/orders'])(
    '%s needs one: 422',
    async (line) => {
      expect(await send(line, [contentType])).toMatchObject({
        status: 422,
        body: '{"error_code":422,"message":"The request body must not be null (was null). Send JSON."}',
      });
    },
  );
});

describe('media types', () => {
  it.each([
    ['no header', undefined, v1],
    ['anything', '*/*', v1],
    ["Java's default", 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', v1],
    ['the list of Java clients', `${v1}, application/vnd.schemaregistry+json, application/json`, v1],
    ['plain JSON', 'application/json', 'application/json'],
    ["axios' default", 'application/json, text/plain, */*', v1],
    [
      'the type without a version',
      'application/vnd.schemaregistry+json',
      'application/vnd.schemaregistry+json',
    ],
    ['nothing that is served', 'text/html', v1],
    ['nothing that can be read', ';;,,/', v1],
  ])('Accept with %s', async (_what, accept, type) => {
    const headers = accept === undefined ? [] : [`Accept: ${accept}`];
    for (const path of ['/subjects', '/schemas/ids/1', '/schemas/ids/1/schema', '/schemas/ids/99']) {
      expect((await send(`GET ${path}`, headers)).headers['content-type']).toBe(type);
    }
  });

  it.each([
    v1,
    'application/vnd.schemaregistry+json',
    'application/json',
    'application/octet-stream',
    `${v1}; charset=utf-8`,
  ])('a body may be %s', async (type) => {
    const answer = await send('POST /subjects/orders', [`Content-Type: ${type}`], jsonSchema(order));
    expect(answer).toMatchObject({ status: 200 });
  });

  it('a body needs no Content-Type', async () => {
    expect(await send('POST /subjects/orders', [], jsonSchema(order))).toMatchObject({ status: 200 });
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/avro'])(
    'a body that is %s is refused: 415',
    async (type) => {
      const answer = await send('POST /subjects/orders', [`Content-Type: ${type}`], jsonSchema(order));
      expect(answer).toMatchObject({
        status: 415,
        headers: { 'content-type': v1 },
        body: JSON.stringify({
          error_code: 415,
          message: 'HTTP 415 Unsupported Media Type. Send JSON, with Content-Type: application/json.',
        }),
      });
    },
  );
});

describe('paths', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/subjects/'],
    ['GET', '/subjects/orders/versions/'],
    ['GET', '/subjects/orders/versions/1/'],
    ['GET', '/subjects/orders/versions/latest/schema/'],
    ['GET', '/schemas/'],
    ['GET', '/schemas/types/'],
    ['GET', '/schemas/ids/1/'],
    ['GET', '/config/'],
    ['GET', '/mode/'],
    ['GET', '/contexts/'],
    ['GET', '/subjects/?deleted=true'],
  ])('%s %s may end with a slash', async (method, path) => {
    const plain = path.replace(/(?<=.)\/(?=$|\?)/, '');
    const answer = await send(`${method} ${path}`);
    expect(answer).toMatchObject({ status: 200, body: (await send(`${method} ${plain}`)).body });
  });

  it('POST /compatibility/subjects/{subject}/versions/ may end with a slash, as Java sends it', async () => {
    const answer = await send(
      'POST /compatibility/subjects/orders/versions/',
      [contentType],
      jsonSchema(order),
    );
    expect(answer).toMatchObject({ status: 200, body: '{"is_compatible":true}' });
  });

  it('PUT /config/ and POST /subjects/{subject}/versions/ may end with a slash', async () => {
    expect(await send('PUT /config/', [contentType], { compatibility: 'BACKWARD' })).toMatchObject({
      status: 200,
    });
    expect(await register('orders')).toMatchObject({ status: 200 });
    const answer = await send('POST /subjects/orders/versions/', [contentType], jsonSchema(order));
    expect(answer).toMatchObject({ status: 200, body: '{"id":1}' });
  });

  it.each([
    ['a slash', 'a%2Fb', 'a/b'],
    ['a slash in small letters', 'c%2fd', 'c/d'],
    ['a percent sign', 'a%25b', 'a%b'],
    ['an escape that is meant literally', 'a%252Fb', 'a%2Fb'],
    ['a plus sign', 'a+b', 'a+b'],
    ['a plus sign, encoded', 'c%2Bd', 'c+d'],
    ['a space', 'a%20b', 'a b'],
    ['a semicolon', 'a;b=c', 'a;b=c'],
    ['a colon', 'a:b', 'a:b'],
    ['a question mark and a hash', 'a%3Fb%23c', 'a?b#c'],
    ['letters of the world', 'gr%C3%BC%C3%9Fe-%F0%9F%8E%89', 'grüße-🎉'],
    ['dots', '..%2F..%2Fetc', '../../etc'],
    ['nothing but __proto__', '__proto__', '__proto__'],
  ])('a subject may have %s', async (_what, encoded, subject) => {
    await register(encoded);
    expect(JSON.parse((await send('GET /subjects')).body)).toContain(subject);
    const version = await send(`GET /subjects/${encoded}/versions/latest`);
    expect(JSON.parse(version.body)).toMatchObject({ subject, version: 1 });
    expect(await send(`PUT /config/${encoded}`, [contentType], { compatibility: 'NONE' })).toMatchObject({
      status: 200,
    });
    expect((await send(`GET /config/${encoded}`)).body).toBe('{"compatibilityLevel":"NONE"}');
  });

  it.each([1000, 1200])('a subject may be %i characters long', async (length) => {
    const subject = 's'.repeat(length);
    expect(await register(subject)).toMatchObject({ status: 200 });
    expect(await send(`GET /subjects/${subject}/versions`)).toMatchObject({ status: 200, body: '[1]' });
  });

  it('a subject of 10 001 characters is refused: 414', async () => {
    expect(await send(`GET /subjects/${'s'.repeat(10_001)}/versions`)).toMatchObject({
      status: 414,
      body: '{"error_code":414,"message":"HTTP 414 URI Too Long"}',
    });
  });
});

describe('parameters', () => {
  it.each(['true', 'True', 'TRUE'])('deleted=%s is true', async (value) => {
    await register('gone');
    await send('DELETE /subjects/gone');
    expect((await send(`GET /subjects/gone/versions?deleted=${value}`)).status).toBe(200);
  });

  it.each(['false', 'False', '1', 'yes', '', 'tru%65x'])('deleted=%s is false', async (value) => {
    await register('gone');
    await send('DELETE /subjects/gone');
    expect(await send(`GET /subjects/gone/versions?deleted=${value}`)).toMatchObject({ status: 404 });
  });

  it('unknown parameters are ignored', async () => {
    expect(await send('GET /subjects/orders/versions?fancy=1&fancy=2&%5B%5D=x')).toMatchObject({
      status: 200,
    });
  });

  it.each(['/schemas/ids/abc', '/schemas/ids/1.5', '/schemas/ids/99999999999', '/subjects?offset=x'])(
    'a number that is none is not found (GET %s)',
    async (path) => {
      expect(await send(`GET ${path}`)).toMatchObject({
        status: 404,
        body: '{"error_code":404,"message":"HTTP 404 Not Found"}',
      });
    },
  );

  it('limit=-1 is no limit', async () => {
    expect(await send('GET /subjects/orders/versions?offset=0&limit=-1')).toMatchObject({ body: '[1]' });
  });
});

describe('bodies', () => {
  it.each([
    ['POST /subjects/orders/versions', jsonSchema(order)],
    ['POST /subjects/orders', jsonSchema(order)],
    ['POST /compatibility/subjects/orders/versions/latest', jsonSchema(order)],
    ['PUT /config/fields', { compatibility: 'FULL' }],
    ['PUT /mode/fields', { mode: 'READWRITE' }],
  ])('%s ignores fields it does not know', async (line, body) => {
    const fields = { fancy: { a: [1] }, schemaTags: [], subject: 'x' };
    expect(await send(line, [contentType], { ...body, ...fields })).toMatchObject({ status: 200 });
  });

  it('may come in chunks', async () => {
    const body = JSON.stringify(jsonSchema(order));
    const chunks = [...(body.match(/.{1,7}/g) ?? []), ''].map(
      (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
    );
    const head = requestBytes('POST /subjects/orders/versions', [contentType, 'Transfer-Encoding: chunked']);
    const bytes = Buffer.concat([head, Buffer.from(chunks.join(''))]);
    expect(await sendOnce(server().port, bytes)).toMatchObject({ status: 200, body: '{"id":1}' });
  });

  it('may wait for the word to go on', async () => {
    const body = JSON.stringify(jsonSchema(order));
    const connection = new RawConnection(server().port);
    const headers = [contentType, 'Expect: 100-continue', `Content-Length: ${body.length}`];
    connection.write(requestBytes('POST /subjects/orders/versions', headers));
    expect(await connection.read()).toMatchObject({ status: 100 });
    connection.write(body);
    expect(await connection.read()).toMatchObject({ status: 200, body: '{"id":1}' });
    connection.close();
  });

  it('over the limit are refused before they are read: 413', async () => {
    const refusal = {
      status: 413,
      headers: { 'content-type': v1 },
      body: JSON.stringify({
        error_code: 413,
        message:
          'HTTP 413 Payload Too Large. Send a smaller body; BODY_LIMIT_BYTES says how large one may be.',
      }),
    };
    const head = requestBytes('POST /subjects/orders/versions', [contentType, 'Content-Length: 100000000']);
    expect(await sendOnce(server().port, head)).toMatchObject(refusal);
    const chunk = `${(2 ** 20 + 1).toString(16)}\r\n${' '.repeat(2 ** 20 + 1)}\r\n0\r\n\r\n`;
    const chunked = requestBytes('POST /subjects/orders/versions', [
      contentType,
      'Transfer-Encoding: chunked',
    ]);
    expect(await sendOnce(server().port, Buffer.concat([chunked, Buffer.from(chunk)]))).toMatchObject(
      refusal,
    );
  });

  it('over the limit are refused in a way that an ordinary client sees', async () => {
    const body = JSON.stringify({ schemaType: 'JSON', schema: ' '.repeat(5 * 2 ** 20) });
    const answer = await fetch(`${server().url}/subjects/orders/versions`, { method: 'POST', body });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error_code: 413 });
  });
});

describe('methods', () => {
  it.each([
    '/',
    '/subjects',
    '/subjects/orders/versions/1',
    '/schemas/ids/1',
    '/schemas/ids/1/schema',
    '/config',
    '/openapi.json',
  ])('HEAD %s answers the headers of GET, without the body', async (path) => {
    const [get, head] = [await send(`GET ${path}`), await send(`HEAD ${path}`)];
    expect(head).toMatchObject({ status: get.status, body: '' });
    expect(comparable(head.headers)).toEqual(comparable(get.headers));
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(get.body)));
  });

  it('HEAD of what is not there has the status of GET', async () => {
    expect(await send('HEAD /schemas/ids/99')).toMatchObject({ status: 404, body: '' });
    expect(await send('HEAD /nothing')).toMatchObject({ status: 404, body: '' });
  });

  it.each([
    ['/subjects', 'GET, HEAD, OPTIONS'],
    ['/subjects/orders', 'DELETE, POST, OPTIONS'],
    ['/subjects/orders/versions', 'GET, HEAD, POST, OPTIONS'],
    ['/subjects/orders/versions/1', 'GET, HEAD, DELETE, OPTIONS'],
    ['/compatibility/subjects/orders/versions/', 'POST, OPTIONS'],
    ['/config', 'GET, HEAD, DELETE, PUT, OPTIONS'],
    ['/mode/orders', 'GET, HEAD, DELETE, PUT, OPTIONS'],
    ['/schemas/ids/1', 'GET, HEAD, OPTIONS'],
  ])('OPTIONS %s says what is allowed', async (path, allow) => {
    expect(await send(`OPTIONS ${path}`)).toMatchObject({ status: 200, headers: { allow }, body: '' });
  });

  it.each(['PATCH /subjects', 'PUT /subjects/orders/versions', 'DELETE /schemas/ids/1', 'TRACE /config'])(
    '%s is not allowed: 405',
    async (line) => {
      expect(await send(line)).toMatchObject({
        status: 405,
        headers: { 'content-type': v1, allow: expect.stringMatching(/OPTIONS$/) },
        body: '{"error_code":405,"message":"HTTP 405 Method Not Allowed"}',
      });
    },
  );

  it.each([
    'GET /nothing',
    'POST /subjects/a/b/c',
    'OPTIONS /nothing',
    'GET //subjects',
    'GET /associations/resources/-/topic?resourceType=topic',
  ])('%s is not found: 404', async (line) => {
    expect(await send(line)).toMatchObject({
      status: 404,
      headers: { 'content-type': v1 },
      body: '{"error_code":404,"message":"HTTP 404 Not Found"}',
    });
  });

  it.each([
    ['a method that does not exist', requestBytes('FETCH /subjects')],
    ['no HTTP at all', Buffer.from('hello\r\n\r\n')],
    ['a header without a name', requestBytes('GET /', [': x'])],
    ['two lengths', requestBytes('POST /', ['Content-Length: 3', 'Content-Length: 4'])],
    ['a length and chunks', requestBytes('POST /', ['Content-Length: 3', 'Transfer-Encoding: chunked'])],
    ['a length that is none', requestBytes('POST /', ['Content-Length: abc'])],
  ])('%s is refused in the form of all errors: 400', async (_what, bytes) => {
    expect(await sendOnce(server().port, bytes)).toMatchObject({
      status: 400,
      headers: { 'content-type': v1, connection: 'close' },
      body: '{"error_code":400,"message":"HTTP 400 Bad Request"}',
    });
  });

  it('headers over 16 KiB are refused: 431', async () => {
    expect(await send('GET /', [`X-Long: ${'x'.repeat(20_000)}`])).toMatchObject({
      status: 431,
      body: '{"error_code":431,"message":"HTTP 431 Request Header Fields Too Large"}',
    });
  });
});

describe('request headers', () => {
  it('X-Request-ID comes back', async () => {
    for (const line of ['GET /subjects', 'GET /schemas/ids/1', 'GET /nothing', 'PATCH /subjects']) {
      expect((await send(line, ['X-Request-ID: my-id-1'])).headers['x-request-id']).toBe('my-id-1');
    }
  });

  it('X-Request-ID is made when it is missing, another for each request', async () => {
    const ids = await Promise.all(
      [1, 2, 3].map(async () => (await send('GET /subjects')).headers['x-request-id']),
    );
    expect(new Set(ids).size).toBe(3);
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it.each([
    'X-Forward: true',
    'target-sr-cluster: lsrc-1',
    'Confluent-Identity-Pool-Id: pool-1,pool-2',
    `Authorization: Basic ${Buffer.from('user:secret').toString('base64')}`,
    'Authorization: Bearer token',
    'Authorization: nonsense',
    'Confluent-Client-Version: java/8.1.0',
    'X-Confluent-Unknown: x',
    'Cookie: a=b',
    'Origin: https://elsewhere.test',
    'Accept-Encoding: gzip, br',
  ])('%s changes nothing', async (header) => {
    const expected = await send('GET /subjects/orders/versions/1');
    expect(await send('GET /subjects/orders/versions/1', [header])).toMatchObject({
      status: 200,
      body: expected.body,
    });
    expect(
      await send('POST /subjects/orders/versions', [header, contentType], jsonSchema(order)),
    ).toMatchObject({
      status: 200,
      body: '{"id":1}',
    });
  });

  it('a request of HTTP/1.0 is answered and its connection closed', async () => {
    const connection = new RawConnection(server().port);
    connection.write('GET /schemas/types HTTP/1.0\r\n\r\n');
    expect(await connection.read()).toMatchObject({
      status: 200,
      body: '["JSON"]',
      headers: { connection: 'close' },
    });
    await connection.closed();
    expect(connection.ended).toBe(true);
  });
});

describe('one connection', () => {
  it('answers requests that come all at once, in their order', async () => {
    const connection = new RawConnection(server().port);
    const body = JSON.stringify(jsonSchema(order));
    connection.write(
      Buffer.concat([
        requestBytes('GET /schemas/ids/1/schema'),
        requestBytes('POST /subjects/orders/versions', [contentType], body),
        requestBytes('GET /nothing'),
        requestBytes('HEAD /subjects'),
        requestBytes('POST /subjects/orders', [contentType], '{"schema'),
        requestBytes('GET /schemas/types'),
      ]),
    );
    const answers = [
      await connection.read(),
      await connection.read(),
      await connection.read(),
      await connection.read({ head: true }),
      await connection.read(),
      await connection.read(),
    ];
    expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 404, 200, 400, 200]);
    expect(answers[0]?.body).toBe(JSON.stringify(order));
    expect(answers[5]?.body).toBe('["JSON"]');
    connection.close();
  });

  it.each(['GET /schemas/types', 'GET /nothing', 'POST /subjects/orders'])(
    'is closed after %s when the client asks for that',
    async (line) => {
      const connection = new RawConnection(server().port);
      connection.write(requestBytes(line, [contentType, 'Connection: close'], '{"schema'));
      expect(await connection.read()).toMatchObject({ headers: { connection: 'close' } });
      await connection.closed();
      expect(connection.ended).toBe(true);
    },
  );

  it.each([
    ['an unknown path', requestBytes('GET /nothing'), 404],
    ['a method not allowed', requestBytes('PATCH /subjects'), 405],
    ['a broken path', requestBytes('GET /subjects/%zz'), 400],
    ['malformed JSON', requestBytes('POST /subjects/orders', [contentType], '{"schema'), 400],
    ['a type not served', requestBytes('POST /subjects/orders', ['Content-Type: text/plain'], 'x'), 415],
    ['a body over the limit', requestBytes('POST /subjects/orders', [contentType], ' '.repeat(2 ** 21)), 413],
  ])('stays open after %s', async (_what, bytes, status) => {
    const connection = new RawConnection(server().port);
    connection.write(bytes);
    expect(await connection.read()).toMatchObject({ status });
    connection.write(requestBytes('GET /schemas/types'));
    expect(await connection.read()).toMatchObject({ status: 200, body: '["JSON"]' });
    connection.close();
  });
});

describe('caching', () => {
  const newer = 'Confluent-Accept-Unknown-Properties: true';

  it.each(['/schemas/ids/1', '/schemas/ids/1/schema'])('GET %s never changes', async (path) => {
    const first = await send(`GET ${path}`);
    expect(first.headers).toMatchObject({
      etag: expect.stringMatching(/^"[\w-]+"$/),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept, Confluent-Accept-Unknown-Properties, Accept-Encoding',
    });
    const again = await send(`GET ${path}`, [`If-None-Match: ${first.headers['etag']}`]);
    expect(again).toMatchObject({ status: 304, body: '', headers: { etag: first.headers['etag'] } });
    expect(again.headers).toMatchObject({
      'cache-control': first.headers['cache-control'],
      vary: first.headers['vary'],
    });
  });

  it.each([
    '/subjects',
    '/subjects/orders/versions',
    '/subjects/orders/versions/latest',
    '/config',
    '/schemas',
    '/schemas/ids/1/versions',
  ])('GET %s is asked for again, and not sent when it is the same', async (path) => {
    const first = await send(`GET ${path}`);
    expect(first.headers).toMatchObject({
      etag: expect.stringMatching(/^"[\w-]+"$/),
      'cache-control': 'no-cache',
    });
    for (const tag of [
      first.headers['etag'],
      `W/${first.headers['etag']}`,
      `"other", ${first.headers['etag']}`,
      '*',
    ]) {
      expect(await send(`GET ${path}`, [`If-None-Match: ${tag}`])).toMatchObject({ status: 304, body: '' });
    }
    expect(await send(`GET ${path}`, ['If-None-Match: "other"'])).toMatchObject({
      status: 200,
      body: first.body,
    });
    expect(await send(`HEAD ${path}`, [`If-None-Match: ${first.headers['etag']}`])).toMatchObject({
      status: 304,
    });
  });

  it('a list that changed has another tag', async () => {
    await register('list');
    const first = await send('GET /subjects/list/versions');
    await register('list', closed({ id: 'string', more: 'string' }));
    const again = await send('GET /subjects/list/versions', [`If-None-Match: ${first.headers['etag']}`]);
    expect(again).toMatchObject({ status: 200, body: '[1,2]' });
  });

  it('tags tell apart media types and shapes', async () => {
    const answers = await Promise.all(
      [
        [],
        ['Accept: application/json'],
        ['Accept: application/vnd.schemaregistry+json'],
        [newer],
        [newer, 'Accept: application/json'],
      ].map((headers) => send('GET /schemas/ids/1', headers)),
    );
    expect(new Set(answers.map(({ headers }) => headers['etag'])).size).toBe(5);
    const versions = await Promise.all(
      [[], ['Accept: application/json'], [newer]].map((headers) =>
        send('GET /subjects/orders/versions/1', headers),
      ),
    );
    expect(new Set(versions.map(({ headers }) => headers['etag'])).size).toBe(3);
  });

  it('the newer shape, which names where a schema stands, is asked for again', async () => {
    const answer = await send('GET /schemas/ids/1?subject=orders', [newer]);
    expect(JSON.parse(answer.body)).toMatchObject({
      subject: 'orders',
      version: 1,
      guid: expect.any(String),
    });
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('refusals are not kept', async () => {
    const answer = await send('GET /schemas/ids/99');
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers['cache-control'] ?? '').not.toContain('immutable');
  });

  it('a schema that was deleted for good is gone for those who ask again', async () => {
    const { id } = JSON.parse((await register('fleeting', { title: 'fleeting' })).body) as { id: number };
    const first = await send(`GET /schemas/ids/${id}`);
    await send('DELETE /subjects/fleeting');
    await send('DELETE /subjects/fleeting?permanent=true');
    expect(await send(`GET /schemas/ids/${id}`, [`If-None-Match: ${first.headers['etag']}`])).toMatchObject({
      status: 404,
    });
  });
});

/** Headers that tell of the response and not of the moment. */
function comparable(headers: Readonly<Record<string, string>>) {
  const { date: _date, 'x-request-id': _id, 'content-length': _length, ratelimit: _left, ...rest } = headers;
  return rest;
}
