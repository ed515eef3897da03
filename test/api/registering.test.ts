import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

let api: Api;
beforeEach(async () => {
  api = await startApi();
});

describe('POST /subjects/{subject}/versions', () => {
  it('answers the id, the same one for the same schema in any subject', async () => {
    const body = jsonSchema({ type: 'string' });
    expect(await api.post('/subjects/a/versions', body)).toMatchObject({ status: 200, body: { id: 1 } });
    expect(await api.post('/subjects/b/versions', body)).toMatchObject({ status: 200, body: { id: 1 } });
    expect(await api.post('/subjects/a/versions', body)).toMatchObject({ status: 200, body: { id: 1 } });
    expect((await api.get('/subjects/a/versions')).body).toEqual([1]);
  });

  it('counts ids over all subjects and versions within one', async () => {
    await api.register('a', closed({ x: 'string' }));
    await api.register('b', closed({ y: 'string' }));
    expect(await api.register('a', closed({ x: 'string', z: 'string' }))).toBe(3);
    expect((await api.get('/subjects/a/versions')).body).toEqual([1, 2]);
  });

  it('keeps the text but for white space', async () => {
    const schema = '{ "2": 1.0,\n "10": 1e3, "1": -0, "title": "\\u00e9 \\/" }';
    await api.post('/subjects/a/versions', { schemaType: 'JSON', schema });
    const stored = '{"2":1.0,"10":1E+3,"1":0,"title":"é /"}';
    expect((await api.get('/schemas/ids/1')).body).toEqual({ schemaType: 'JSON', schema: stored });
    expect((await api.get('/schemas/ids/1/schema')).text).toBe(stored);
    expect((await api.get('/subjects/a/versions/1/schema')).text).toBe(stored);
  });

  it('refuses a schema that would break readers, and says why', async () => {
    await api.register('a', closed({ x: 'string' }));
    const refusal = await api.post('/subjects/a/versions', jsonSchema(closed({ x: 'integer' })));
    const old = JSON.stringify(closed({ x: 'string' }));
    expect(refusal.status).toBe(409);
    expect(refusal.body).toEqual({
      error_code: 409,
      message:
        `Schema being registered is incompatible with an earlier schema for subject "a", details: ` +
        `[{errorType:"TYPE_CHANGED", description:"A type at path '#/properties/x' is different between the new schema and the old schema'}, ` +
        `{oldSchemaVersion: 1}, {oldSchema: '${old}'}, {validateFields: 'false', compatibility: 'BACKWARD'}]`,
    });
    const newer = await api.post('/subjects/a/versions', jsonSchema(closed({ x: 'integer' })), {
      'confluent-accept-unknown-properties': 'true',
    });
    expect(newer).toMatchObject({ status: 409, body: { error_code: 40901 } });
  });

  it('finds what is registered before it looks at mode or compatibility', async () => {
    const first = closed({ x: 'string' });
    await api.register('a', first);
    await api.put('/config/a', { compatibility: 'NONE' });
    await api.register('a', closed({ x: 'integer' }));
    await api.put('/config/a', { compatibility: 'FULL_TRANSITIVE' });
    await api.put('/mode/a', { mode: 'READONLY' });
    expect(await api.register('a', first)).toBe(1);
    expect((await api.get('/subjects/a/versions')).body).toEqual([1, 2]);
    const refused = await api.post('/subjects/a/versions', jsonSchema({ type: 'null' }));
    expect(refused.body).toEqual({
      error_code: 42205,
      message: 'Subject a in context  is in read-only mode',
    });
  });

  it('with normalize, gives one id to schemas that differ in key order', async () => {
    const texts = ['{"type":"string","title":"t"}', '{"title":"t","type":"string"}'];
    for (const schema of texts) {
      const answer = await api.post('/subjects/a/versions?normalize=true', { schemaType: 'JSON', schema });
      expect(answer.body).toEqual({ id: 1 });
    }
    expect((await api.get('/schemas/ids/1')).body).toMatchObject({ schema: '{"title":"t","type":"string"}' });
    await api.put('/config/b', { normalize: true });
    await api.post('/subjects/b/versions', { schemaType: 'JSON', schema: texts[0] });
    expect((await api.get('/subjects/b/versions/1')).body).toMatchObject({ id: 1 });
  });

  it('takes the version that a request names only when it is the next one', async () => {
    await api.register('a', closed({ x: 'string' }));
    const request = jsonSchema(closed({ x: 'string', y: 'string' }));
    const wrong = await api.post('/subjects/a/versions', { ...request, version: 5 });
    expect(wrong.body).toEqual({
      error_code: 42201,
      message: 'Version is not one more than previous version',
    });
    expect((await api.post('/subjects/a/versions', { ...request, version: 2 })).body).toEqual({ id: 2 });
    const marked = await api.get('/subjects/a/versions/2');
    expect(marked.body).toMatchObject({ metadata: { properties: { 'confluent:version': '2' } } });
    // A look-up does not mind the mark.
    expect((await api.post('/subjects/a', request)).body).toMatchObject({ version: 2 });
  });

  it('with version -1, looks no further back than the latest', async () => {
    await api.put('/config', { compatibility: 'NONE' });
    await api.register('a', { type: 'string' });
    await api.register('a', { type: 'number' });
    const again = { ...jsonSchema({ type: 'number' }), version: -1 };
    expect((await api.post('/subjects/a/versions', again)).body).toEqual({ id: 2 });
    const older = { ...jsonSchema({ type: 'string' }), version: -1 };
    await api.post('/subjects/a/versions', older);
    expect((await api.get('/subjects/a/versions')).body).toEqual([1, 2, 3]);
  });

  it('refuses an id of the client, which only import could use', async () => {
    const answer = await api.post('/subjects/a/versions', { ...jsonSchema({ type: 'string' }), id: 7 });
    expect(answer.body).toEqual({
      error_code: 42205,
      message: 'Subject a in context  is not in import mode',
    });
    await api.register('a', { type: 'string' });
    const same = await api.post('/subjects/a/versions', { ...jsonSchema({ type: 'string' }), id: 1 });
    expect(same.body).toEqual({ id: 1 });
  });

  it('without a schema, takes that of the latest version: new metadata alone', async () => {
    expect((await api.post('/subjects/a/versions', { schemaType: 'JSON' })).body).toEqual({
      error_code: 42201,
      message: 'Empty schema',
    });
    await api.register('a', { type: 'string' });
    const metadata = { properties: { owner: 'x' } };
    expect((await api.post('/subjects/a/versions', { schema: ' ', metadata })).body).toEqual({ id: 2 });
    expect((await api.get('/subjects/a/versions/2')).body).toEqual({
      subject: 'a',
      version: 2,
      id: 2,
      schemaType: 'JSON',
      metadata,
      schema: '{"type":"string"}',
    });
  });

  it.each([
    [
      'a type that is not served',
      { schema: '"string"' },
      'Invalid schema type AVRO. Set schemaType to one of: JSON',
    ],
    ['a type nobody knows', { schemaType: 'json', schema: '{}' }, 'Invalid schema type json.'],
    [
      'text that is not JSON',
      { schemaType: 'JSON', schema: '{"a"' },
      'Invalid schema of type JSON, details: ',
    ],
    [
      'an unknown type name',
      jsonSchema({ type: 'strin' }),
      'Invalid schema {subject=a,version=0,id=-1,schemaType=JSON}, details: ',
    ],
    [
      'a reference that leads nowhere',
      { ...jsonSchema({}), references: [{ name: 'x', subject: 'y', version: 3 }] },
      'No schema reference found for subject "y" and version 3',
    ],
    [
      'a reference without a subject',
      { ...jsonSchema({}), references: [{ name: 'x', version: 3 }] },
      'Invalid reference',
    ],
  ])('refuses %s', async (_what, body, message) => {
    const answer = await api.post('/subjects/a/versions', body);
    expect(answer).toMatchObject({ status: 422, body: { error_code: 42201 } });
    expect(answer.text).toContain(JSON.stringify(message).slice(1, -1));
  });

  it('does not check validity where the config says so', async () => {
    await api.put('/config/a', { validateNewSchemas: false });
    expect(await api.register('a', { type: 'strin' })).toBe(1);
  });

  it('refuses names that are no subject', async () => {
    for (const name of ['a%00b', '__GLOBAL', ':.other:a']) {
      const answer = await api.post(`/subjects/${name}/versions`, jsonSchema({}));
      expect(answer).toMatchObject({ status: 422, body: { error_code: 42208 } });
    }
    expect(await api.register('a%2Fb%25', {})).toBe(1);
    expect((await api.get('/subjects')).body).toEqual(['a/b%']);
  });

  it('gives dense versions and unique ids to writers of one subject at once', async () => {
    await api.put('/config', { compatibility: 'NONE' });
    const names = Array.from({ length: 40 }, (_, index) => `p${index % 25}`);
    const answers = await Promise.all(
      names.map((name) => api.post('/subjects/a/versions', jsonSchema(closed({ [name]: 'string' })))),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    expect((await api.get('/subjects/a/versions')).body).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    const ids = new Map(
      names.map((name, index) => [name, (answers[index]?.body as { id: number } | undefined)?.id]),
    );
    expect(new Set(ids.values()).size).toBe(25);
  });

  it('lets one of two incompatible schemas win when both come at once', async () => {
    const answers = await Promise.all(
      ['string', 'integer'].map((type) => api.post('/subjects/a/versions', jsonSchema(closed({ x: type })))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });
});
