import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

let api: Api;
const newer = { 'confluent-accept-unknown-properties': 'true' };
const text = JSON.stringify(closed({ x: 'string' }));
beforeEach(async () => {
  api = await startApi();
  await api.register('b', closed({ x: 'string' }));
  await api.register('a', closed({ x: 'string' }));
  await api.register('b', closed({ x: 'string', y: 'string' }));
});

describe('schemas by id', () => {
  it('say no more than older clients know', async () => {
    expect((await api.get('/schemas/ids/1')).body).toEqual({ schemaType: 'JSON', schema: text });
    expect((await api.get('/schemas/ids/1?fetchMaxId=true&subject=none')).body).toEqual({
      schemaType: 'JSON',
      schema: text,
      maxId: 2,
    });
  });

  it('say where they stand to clients that take unknown fields', async () => {
    const body = (await api.get('/schemas/ids/1', newer)).body as Record<string, unknown>;
    expect(Object.keys(body)).toEqual([
      'subject',
      'version',
      'guid',
      'schemaType',
      'schema',
      'ts',
      'deleted',
    ]);
    expect(body).toMatchObject({
      subject: 'a',
      version: 1,
      schemaType: 'JSON',
      schema: text,
      deleted: false,
    });
    const ofB = await api.get('/schemas/ids/1?subject=b', newer);
    expect(ofB.body).toMatchObject({ subject: 'b', version: 1 });
    const unknown = await api.get('/schemas/ids/1?subject=none', newer);
    expect(unknown.body).toMatchObject({ subject: 'a' });
  });

  it('name their subjects and versions, one version a subject', async () => {
    expect((await api.get('/schemas/ids/1/subjects')).body).toEqual(['a', 'b']);
    expect((await api.get('/schemas/ids/1/versions')).body).toEqual([
      { subject: 'a', version: 1 },
      { subject: 'b', version: 1 },
    ]);
    expect((await api.get('/schemas/ids/1/versions?subject=b')).body).toEqual([{ subject: 'b', version: 1 }]);
    expect((await api.get('/schemas/ids/1/subjects?offset=1&limit=1')).body).toEqual(['b']);
    await api.delete('/subjects/a');
    await api.delete('/subjects/b');
    expect((await api.get('/schemas/ids/1/versions')).body).toEqual([]);
    expect((await api.get('/schemas/ids/1/versions?deleted=true')).body).toHaveLength(2);
  });

  it.each(['/schemas/ids/99', '/schemas/ids/99/schema', '/schemas/ids/0', '/schemas/ids/-1'])(
    'answer 40403 for %s',
    async (path) => {
      expect(await api.get(path)).toMatchObject({ status: 404, body: { error_code: 40403 } });
      expect(await api.get(path, newer)).toMatchObject({ status: 404, body: { error_code: 40403 } });
    },
  );

  it('answer 40403 without a number for lists', async () => {
    for (const list of ['subjects', 'versions']) {
      expect((await api.get(`/schemas/ids/99/${list}`)).body).toEqual({
        error_code: 40403,
        message: 'Schema not found',
      });
    }
  });

  it.each(['abc', '2147483648', '1.5', '1e3'])('answer the generic 404 for id %s', async (id) => {
    expect(await api.get(`/schemas/ids/${id}`)).toMatchObject({
      status: 404,
      body: { error_code: 404, message: 'HTTP 404 Not Found' },
    });
  });
});

describe('schemas by guid', () => {
  it('are those of the same content', async () => {
    const { guid } = (await api.get('/schemas/ids/1', newer)).body as { guid: string };
    expect((await api.get(`/schemas/guids/${guid.toUpperCase()}`)).body).toEqual({
      guid,
      schemaType: 'JSON',
      schema: text,
    });
    expect((await api.get(`/schemas/guids/${guid}/ids`)).body).toEqual([{ context: '.', id: 1 }]);
    for (const path of ['/schemas/guids/none', '/schemas/guids/none/ids']) {
      expect((await api.get(path)).body).toEqual({ error_code: 40403, message: 'Schema none not found' });
    }
  });
});

describe('versions', () => {
  it('come in either shape', async () => {
    const plain = { subject: 'b', version: 1, id: 1, schemaType: 'JSON', schema: text };
    expect((await api.get('/subjects/b/versions/1')).body).toEqual(plain);
    const rich = (await api.get('/subjects/b/versions/1', newer)).body as Record<string, unknown>;
    expect(rich).toMatchObject({ ...plain, deleted: false });
    expect(rich['ts']).toEqual(expect.any(Number));
    expect((await api.get('/subjects/b/versions/latest')).body).toMatchObject({ version: 2 });
    expect((await api.get('/subjects/b/versions/-1')).body).toMatchObject({ version: 2 });
  });

  it('answer the newer shape to a registration and a look-up too', async () => {
    const body = jsonSchema(closed({ x: 'string' }));
    const registered = await api.post('/subjects/c/versions', body, newer);
    expect(registered.body).toMatchObject({ id: 1, version: 1, schemaType: 'JSON', schema: text });
    const found = (await api.post('/subjects/c', body, newer)).body as Record<string, unknown>;
    expect(Object.keys(found).sort()).toEqual(['guid', 'id', 'schema', 'schemaType', 'subject', 'version']);
  });

  it.each([
    ['/subjects/none/versions/1', 40401, "Subject 'none' not found."],
    ['/subjects/none/versions/latest', 40401, "Subject 'none' not found."],
    ['/subjects/none/versions', 40401, "Subject 'none' not found."],
    ['/subjects/b/versions/3', 40402, 'Version 3 not found.'],
    ['/subjects/b/versions/3/schema', 40402, 'Version 3 not found.'],
    ['/subjects/b/versions/3/referencedby', 40402, 'Version 3 not found.'],
    [
      '/subjects/b/versions/0',
      42202,
      `The specified version '0' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ],
  ])('%s answers %i', async (path, error_code, message) => {
    expect((await api.get(path)).body).toEqual({ error_code, message });
  });
});

describe('lists', () => {
  it('of subjects are sorted by code units, filtered by prefix, paged', async () => {
    for (const name of ['B', '%C3%A9', 'ab', '%F0%9F%98%80', '%EF%BC%A1']) await api.register(name, {});
    const all = ['B', 'a', 'ab', 'b', 'é', '😀', 'Ａ'];
    expect((await api.get('/subjects')).body).toEqual(all);
    expect((await api.get('/subjects/')).body).toEqual(all);
    expect((await api.get('/subjects?subjectPrefix=a')).body).toEqual(['a', 'ab']);
    expect((await api.get('/subjects?subjectPrefix=:*:a')).body).toEqual(['a', 'ab']);
    expect((await api.get('/subjects?subjectPrefix=:.other:')).body).toEqual([]);
    expect((await api.get('/subjects?offset=2&limit=2')).body).toEqual(['ab', 'b']);
    expect((await api.get('/subjects?limit=-1')).body).toEqual(all);
    expect((await api.get('/subjects?offset=-5&limit=1')).body).toEqual(['B']);
    expect((await api.get('/subjects?limit=x')).status).toBe(404);
  });

  it('of schemas come by subject and version', async () => {
    const pairs = async (query: string) => {
      const list = (await api.get(`/schemas${query}`)).body as { subject: string; version: number }[];
      return list.map(({ subject, version }) => `${subject}${version}`);
    };
    expect(await pairs('')).toEqual(['a1', 'b1', 'b2']);
    expect(await pairs('?latestOnly=true')).toEqual(['a1', 'b2']);
    expect(await pairs('?subjectPrefix=b')).toEqual(['b1', 'b2']);
    expect(await pairs('?subjectPrefix=:.other:')).toEqual([]);
    expect(await pairs('?offset=1&limit=1')).toEqual(['b1']);
    await api.delete('/subjects/b/versions/1');
    expect(await pairs('')).toEqual(['a1', 'b2']);
    expect(await pairs('?deleted=true')).toEqual(['a1', 'b1', 'b2']);
  });

  it('of schema types and contexts say what is served', async () => {
    expect((await api.get('/schemas/types')).body).toEqual(['JSON']);
    expect((await api.get('/contexts')).body).toEqual(['.']);
    expect((await api.get('/contexts?contextPrefix=x')).body).toEqual([]);
  });
});

describe('the default context', () => {
  it.each(['/contexts/:.:', '/contexts/%3A.%3A', '/contexts/:.'])(
    'may stand before a path as %s',
    async (prefix) => {
      expect((await api.get(`${prefix}/subjects`)).body).toEqual(['a', 'b']);
      expect((await api.get(`${prefix}/schemas/ids/1`)).body).toMatchObject({ schema: text });
    },
  );

  it('is all there is', async () => {
    expect((await api.get('/contexts/.other/subjects')).status).toBe(404);
    expect((await api.get('/contexts/')).body).toEqual(['.']);
  });
});

describe('the server', () => {
  it('tells of itself', async () => {
    expect((await api.get('/')).body).toEqual({});
    expect((await api.post('/', {})).body).toEqual({});
    expect((await api.get('/v1/metadata/id')).body).toEqual({
      scope: { path: [], clusters: { 'schema-registry-cluster': 'schemagate' } },
      id: '',
    });
    expect((await api.get('/v1/metadata/version')).body).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect((await api.get('/v1/metadata/deployment')).body).toEqual({ attributes: {} });
  });

  it('answers for features it does not have as clients expect', async () => {
    const associations =
      '/associations/resources/-/topic?resourceType=topic&associationType=value&offset=0&limit=-1';
    expect(await api.get(associations)).toMatchObject({
      status: 404,
      body: { error_code: 404, message: 'HTTP 404 Not Found' },
    });
    expect((await api.post('/subjects/b/versions/1/tags', {})).body).toEqual({
      error_code: 404,
      message: 'HTTP 404 Not Found',
    });
  });
});
