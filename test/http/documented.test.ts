import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/registry/store.ts';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';
import { type OpenapiDocument, operations } from '../helpers/openapi-document.ts';

/** Operations that answer without the store, so that its faults do not reach them. */
const withoutStore = new Set([
  'get /',
  'post /',
  'get /contexts',
  'get /schemas/types',
  'get /v1/metadata/id',
  'get /v1/metadata/version',
  'get /v1/metadata/deployment',
]);
/** Operations with tests of their own, since they need more than a store. */
const elsewhere = /^\w+ \/(admin|health)/;

const known = { a: closed({ x: 'string' }), changed: closed({ x: 'integer' }), wrong: { type: 'strin' } };
const readOnly = ['PUT /mode', { mode: 'READONLY' }] as const;
const softDelete = ['DELETE /subjects/a'] as const;

type Request = readonly [line: string, body?: unknown];
interface Case {
  readonly place: string;
  readonly status: number;
  readonly request: Request;
  readonly before: readonly Request[];
}

/** A request for each status that an operation is documented to answer, and what is to be done before it. */
const table: readonly (readonly [string, number, Request, ...Request[]])[] = [
  ['get /', 200, ['GET /']],
  ['post /', 200, ['POST /']],
  ['get /contexts', 200, ['GET /contexts']],
  ['get /v1/metadata/id', 200, ['GET /v1/metadata/id']],
  ['get /v1/metadata/version', 200, ['GET /v1/metadata/version']],
  ['get /v1/metadata/deployment', 200, ['GET /v1/metadata/deployment']],
  ['get /schemas', 200, ['GET /schemas']],
  ['get /schemas/types', 200, ['GET /schemas/types']],
  ['get /schemas/ids/{id}', 200, ['GET /schemas/ids/1']],
  ['get /schemas/ids/{id}', 404, ['GET /schemas/ids/9']],
  ['get /schemas/ids/{id}/schema', 200, ['GET /schemas/ids/1/schema']],
  ['get /schemas/ids/{id}/schema', 404, ['GET /schemas/ids/9/schema']],
  ['get /schemas/ids/{id}/subjects', 200, ['GET /schemas/ids/1/subjects']],
  ['get /schemas/ids/{id}/subjects', 404, ['GET /schemas/ids/9/subjects']],
  ['get /schemas/ids/{id}/versions', 200, ['GET /schemas/ids/1/versions']],
  ['get /schemas/ids/{id}/versions', 404, ['GET /schemas/ids/9/versions']],
  ['get /schemas/guids/{guid}', 200, ['GET /schemas/guids/{guid}']],
  ['get /schemas/guids/{guid}', 404, ['GET /schemas/guids/x']],
  ['get /schemas/guids/{guid}/ids', 200, ['GET /schemas/guids/{guid}/ids']],
  ['get /schemas/guids/{guid}/ids', 404, ['GET /schemas/guids/x/ids']],
  ['get /subjects', 200, ['GET /subjects']],
  ['post /subjects/{subject}', 200, ['POST /subjects/a', jsonSchema(known.a)]],
  ['post /subjects/{subject}', 404, ['POST /subjects/a', jsonSchema(known.changed)]],
  ['post /subjects/{subject}', 422, ['POST /subjects/a', jsonSchema(known.wrong)]],
  ['delete /subjects/{subject}', 200, ['DELETE /subjects/a']],
  ['delete /subjects/{subject}', 404, ['DELETE /subjects/a'], softDelete],
  ['delete /subjects/{subject}', 422, ['DELETE /subjects/a'], readOnly],
  ['get /subjects/{subject}/metadata', 200, ['GET /subjects/a/metadata?key=k&value=v']],
  ['get /subjects/{subject}/metadata', 404, ['GET /subjects/a/metadata?key=k&value=other']],
  ['post /subjects/{subject}/versions', 200, ['POST /subjects/b/versions', jsonSchema(known.a)]],
  ['post /subjects/{subject}/versions', 409, ['POST /subjects/a/versions', jsonSchema(known.changed)]],
  ['post /subjects/{subject}/versions', 422, ['POST /subjects/a/versions', jsonSchema(known.wrong)]],
  ['get /subjects/{subject}/versions', 200, ['GET /subjects/a/versions']],
  ['get /subjects/{subject}/versions', 404, ['GET /subjects/none/versions']],
  ['get /subjects/{subject}/versions/{version}', 200, ['GET /subjects/a/versions/1']],
  ['get /subjects/{subject}/versions/{version}', 404, ['GET /subjects/a/versions/9']],
  ['get /subjects/{subject}/versions/{version}', 422, ['GET /subjects/a/versions/0']],
  ['delete /subjects/{subject}/versions/{version}', 200, ['DELETE /subjects/a/versions/1']],
  ['delete /subjects/{subject}/versions/{version}', 404, ['DELETE /subjects/a/versions/9']],
  ['delete /subjects/{subject}/versions/{version}', 422, ['DELETE /subjects/a/versions/0']],
  ['get /subjects/{subject}/versions/{version}/schema', 200, ['GET /subjects/a/versions/1/schema']],
  ['get /subjects/{subject}/versions/{version}/schema', 404, ['GET /subjects/a/versions/9/schema']],
  ['get /subjects/{subject}/versions/{version}/schema', 422, ['GET /subjects/a/versions/0/schema']],
  [
    'get /subjects/{subject}/versions/{version}/referencedby',
    200,
    ['GET /subjects/a/versions/1/referencedby'],
  ],
  [
    'get /subjects/{subject}/versions/{version}/referencedby',
    404,
    ['GET /subjects/a/versions/9/referencedby'],
  ],
  [
    'get /subjects/{subject}/versions/{version}/referencedby',
    422,
    ['GET /subjects/a/versions/0/referencedby'],
  ],
  ...(['/{version}', ''] as const).flatMap((end) => {
    const place = `post /compatibility/subjects/{subject}/versions${end}`;
    const line = `POST /compatibility/subjects/a/versions${end.replace('{version}', '1')}`;
    return [
      [place, 200, [line, jsonSchema(known.changed)]],
      [place, 422, [line, jsonSchema(known.wrong)]],
    ] as const;
  }),
  [
    'post /compatibility/subjects/{subject}/versions/{version}',
    404,
    ['POST /compatibility/subjects/a/versions/9', jsonSchema(known.a)],
  ],
  ['get /config', 200, ['GET /config']],
  ['put /config', 200, ['PUT /config', { compatibility: 'FULL' }]],
  ['put /config', 422, ['PUT /config', { compatibility: 'x' }]],
  ['delete /config', 200, ['DELETE /config']],
  ['delete /config', 422, ['DELETE /config'], readOnly],
  ['get /config/{subject}', 200, ['GET /config/a?defaultToGlobal=true']],
  ['get /config/{subject}', 404, ['GET /config/a']],
  ['put /config/{subject}', 200, ['PUT /config/a', {}]],
  ['put /config/{subject}', 422, ['PUT /config/a', {}], readOnly],
  ['delete /config/{subject}', 200, ['DELETE /config/a'], ['PUT /config/a', {}]],
  ['delete /config/{subject}', 404, ['DELETE /config/a']],
  ['delete /config/{subject}', 422, ['DELETE /config/a'], ['PUT /config/a', {}], readOnly],
  ['get /mode', 200, ['GET /mode']],
  ['put /mode', 200, ['PUT /mode', { mode: 'READONLY' }]],
  ['put /mode', 422, ['PUT /mode', { mode: 'x' }]],
  ['delete /mode', 200, ['DELETE /mode']],
  ['get /mode/{subject}', 200, ['GET /mode/a?defaultToGlobal=true']],
  ['get /mode/{subject}', 404, ['GET /mode/a']],
  ['put /mode/{subject}', 200, ['PUT /mode/a', { mode: 'READONLY' }]],
  ['put /mode/{subject}', 422, ['PUT /mode/a', { mode: 'x' }]],
  ['delete /mode/{subject}', 200, ['DELETE /mode/a'], ['PUT /mode/a', { mode: 'READONLY' }]],
  ['delete /mode/{subject}', 404, ['DELETE /mode/a']],
];

const cases = table.map(([place, status, request, ...before]): Case => ({ place, status, request, before }));

interface Sent {
  readonly payload?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send(api: Api, line: string, { payload, type = 'application/json', headers = {} }: Sent = {}) {
  const [method = '', url = ''] = line.split(' ');
  const body = payload === undefined ? {} : { payload };
  return await api.app.inject({
    method: method as 'GET',
    url,
    headers: { 'content-type': type, ...headers },
    ...body,
  });
}

async function documentOf(api: Api): Promise<OpenapiDocument> {
  return (await api.get('/openapi.json')).body as OpenapiDocument;
}

/** Operations of the API with a status, and a request for each. */
async function documented(
  status: number,
): Promise<readonly (readonly [place: string, line: string, hasBody: boolean])[]> {
  const all = operations(await documentOf(await startApi()));
  return all
    .filter(([place, { responses }]) => String(status) in responses && !elsewhere.test(place))
    .map(([place, { requestBody }]) => {
      const [method = '', path = ''] = place.split(' ');
      const filled = path.replace('{subject}', 'a').replace(/\{\w+\}/, '1');
      return [place, `${method.toUpperCase()} ${filled}`, requestBody !== undefined];
    });
}

it('has the routes of its OpenAPI document and no others', async () => {
  const api = await startApi();
  const places = operations(await documentOf(api)).map(([place]) => place);
  const routes = routesOf(api.app.printRoutes({ commonPrefix: false }));
  const hidden = routes.filter((route) => /^get (\/docs|\/openapi\.json$)/.test(route));
  expect(routes.filter((route) => !hidden.includes(route)).toSorted()).toEqual(places.toSorted());
  expect(hidden.length).toBeGreaterThan(1);
});

/** Method and path of each route in Fastify's drawing of them; HEAD comes with GET. */
function routesOf(drawing: string): string[] {
  const parents: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] =
      /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? [];
    if (segment === '') return [];
    const depth = indent.length / 4;
    const path = `${parents[depth - 1] ?? ''}${segment}`;
    parents[depth] = path;
    const written = path.replaceAll(/:(\w+)/g, '{$1}');
    return methods
      .split(', ')
      .filter((method) => method !== 'HEAD')
      .map((method) => `${method.toLowerCase()} ${written}`);
  });
}

describe('each status that is documented', () => {
  it('is answered', async () => {
    const api = await startApi();
    const metadata = { properties: { k: 'v' } };
    const newer = { 'confluent-accept-unknown-properties': 'true' };
    for (const [index, { place, status, request, before }] of cases.entries()) {
      // Each case has a subject of its own, in the place of the one that the table names.
      const subject = `/s${index}`;
      await send(api, 'DELETE /mode');
      await api.post(`/subjects${subject}/versions`, { ...jsonSchema(known.a), metadata });
      const stored = await api.get(`/subjects${subject}/versions/1`, newer);
      const { guid } = stored.body as { guid: string };
      const inOwn = (line: string) => line.replace(/\/a\b/, subject).replace('{guid}', guid);
      for (const [line, body] of before) {
        const done = await send(
          api,
          inOwn(line),
          body === undefined ? {} : { payload: JSON.stringify(body) },
        );
        expect({ place, status, line, answered: done.statusCode }).toMatchObject({ answered: 200 });
      }
      const [line, body] = request;
      const answer = await send(
        api,
        inOwn(line),
        body === undefined ? {} : { payload: JSON.stringify(body) },
      );
      expect({ place, line, status: answer.statusCode }).toEqual({ place, line, status });
    }
  });

  it('has its case', async () => {
    const inTable = new Set(cases.map(({ place, status }) => `${place} ${status}`));
    const missing = (
      await Promise.all(
        [200, 404, 409, 422].map(async (status) =>
          (await documented(status)).map(([place]) => `${place} ${status}`),
        ),
      )
    )
      .flat()
      .filter((each) => !inTable.has(each));
    expect(missing).toEqual([]);
  });

  it('412 is answered by every change that takes a condition', async () => {
    const api = await startApi();
    const places = await documented(412);
    expect(places.length).toBe(8);
    for (const [place, line, hasBody] of places) {
      const body = hasBody ? { payload: '{"mode":"READWRITE"}' } : {};
      const answer = await send(api, line, { ...body, headers: { 'if-match': '"other"' } });
      expect({ place, status: answer.statusCode }).toEqual({ place, status: 412 });
    }
  });

  it.each([
    [400, 'application/json', '{'],
    [413, 'application/json', ' '.repeat(2 ** 20 + 1)],
    [415, 'text/plain', 'x'],
  ])('%i is answered by every operation that takes a body', async (status, type, payload) => {
    const api = await startApi();
    const places = await documented(status);
    expect(places.length).toBe(8);
    for (const [, line, hasBody] of places) {
      const answer = await send(api, line, { payload, type });
      expect({ line, hasBody, status: answer.statusCode }).toEqual({ line, hasBody: true, status });
    }
  });

  it('401 is answered to strangers by all but what is open to them, and 429 to the hasty by all but probes', async () => {
    const all = operations(await documentOf(await startApi()));
    const strangers = await startApi({ AUTH: 'required' });
    const hasty = await startApi({ RATE_LIMIT_MAX: '1' });
    // One of each class.
    for (const line of [
      'GET /subjects',
      'POST /subjects/a',
      'POST /subjects/a/versions',
      'GET /admin/keys',
    ]) {
      await send(hasty, line, line.startsWith('POST') ? { payload: '{}' } : {});
    }
    for (const [place, { responses, requestBody }] of all) {
      const line = place.replace(/^\w+/, (method) => method.toUpperCase()).replaceAll(/\{\w+\}/g, '1');
      const body = requestBody === undefined ? {} : { payload: '{}' };
      const stranger = (await send(strangers, line, body)).statusCode === 401;
      const late = (await send(hasty, line, body)).statusCode === 429;
      expect({ place, stranger, late }).toEqual({
        place,
        stranger: '401' in responses,
        late: '429' in responses,
      });
    }
  });

  it('503 is answered while the store is not open', async () => {
    const api = await startApi({}, () => Promise.reject(new Error('away')));
    const places = (await documented(503)).filter(([place]) => !withoutStore.has(place));
    expect(places.length).toBeGreaterThan(20);
    for (const [, line, hasBody] of places) {
      const answer = await send(api, line, hasBody ? { payload: fittingBody(line) } : {});
      expect({ line, status: answer.statusCode, ...answer.json<object>() }).toMatchObject({
        line,
        status: 503,
        error_code: 50001,
      });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  it('500 is answered when the store has a fault, of which nothing is told', async () => {
    const api = await startApi({}, async () => faultyStore());
    await api.app.storeOpened;
    const places = (await documented(500)).filter(([place]) => !withoutStore.has(place));
    expect(places.length).toBeGreaterThan(20);
    for (const [, line, hasBody] of places) {
      const answer = await send(api, line, hasBody ? { payload: fittingBody(line) } : {});
      expect({ line, ...answer.json<object>() }).toEqual({
        line,
        error_code: 500,
        message: 'Internal Server Error',
      });
    }
  });
});

function fittingBody(line: string): string {
  return JSON.stringify(line.includes('/mode') ? { mode: 'READWRITE' } : jsonSchema({}));
}

/** A store whose every call fails in a way that nobody foresaw. */
function faultyStore(): Store {
  const fail = () => Promise.reject(new Error('planted fault'));
  const close = () => Promise.resolve();
  return new Proxy({} as Store, {
    get(_target, name) {
      // Whoever waits for the store itself asks for this.
      if (name === 'then') return undefined;
      return name === 'close' ? close : fail;
    },
  });
}
