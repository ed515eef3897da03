import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

let api: Api;
const first = closed({ x: 'string' });
const second = closed({ x: 'string', y: 'string' });
beforeEach(async () => {
  api = await startApi();
  await api.register('a', first);
  await api.register('a', second);
});

describe('POST /subjects/{subject}', () => {
  it('answers the version that holds the schema', async () => {
    expect((await api.post('/subjects/a', jsonSchema(first))).body).toEqual({
      subject: 'a',
      version: 1,
      id: 1,
      schemaType: 'JSON',
      schema: JSON.stringify(first),
    });
  });

  it('tells an unknown subject from an unknown schema', async () => {
    expect((await api.post('/subjects/none', jsonSchema(first))).body).toEqual({
      error_code: 40401,
      message: "Subject 'none' not found.",
    });
    expect((await api.post('/subjects/a', jsonSchema({}))).body).toEqual({
      error_code: 40403,
      message: 'Schema not found',
    });
    expect((await api.post('/subjects/a', {})).body).toMatchObject({ error_code: 40403 });
    expect((await api.post('/subjects/none', {})).body).toMatchObject({ error_code: 40401 });
  });

  it('finds deleted versions only when asked', async () => {
    await api.delete('/subjects/a/versions/1');
    expect((await api.post('/subjects/a', jsonSchema(first))).body).toMatchObject({ error_code: 40403 });
    expect((await api.post('/subjects/a?deleted=true', jsonSchema(first))).body).toMatchObject({
      version: 1,
    });
    await api.delete('/subjects/a');
    expect((await api.post('/subjects/a', jsonSchema(first))).body).toMatchObject({ error_code: 40401 });
    expect((await api.post('/subjects/a?deleted=true', jsonSchema({}))).body).toMatchObject({
      error_code: 40403,
    });
  });

  it('refuses a schema that is not valid', async () => {
    expect((await api.post('/subjects/a', jsonSchema({ type: 'strin' }))).body).toMatchObject({
      error_code: 42201,
    });
    expect((await api.post('/subjects/a', { schema: '"string"' })).body).toMatchObject({ error_code: 42201 });
  });

  it('compares in normalized form when asked', async () => {
    const schema = '{"title":"t","type":"string"}';
    await api.post('/subjects/n/versions?normalize=true', { schemaType: 'JSON', schema });
    const other = { schemaType: 'JSON', schema: '{"type":"string","title":"t"}' };
    expect((await api.post('/subjects/n', other)).body).toMatchObject({ error_code: 40403 });
    expect((await api.post('/subjects/n?normalize=true', other)).body).toMatchObject({ version: 1 });
  });

  it('finds a schema by its text when its metadata comes from the latest version', async () => {
    const metadata = { properties: { owner: 'me' } };
    await api.post('/subjects/m/versions', { ...jsonSchema(first), metadata });
    expect((await api.post('/subjects/m', jsonSchema(first))).body).toMatchObject({ version: 1, metadata });
    const others = { properties: { owner: 'you' } };
    expect((await api.post('/subjects/m', { ...jsonSchema(first), metadata: others })).body).toMatchObject({
      error_code: 40403,
    });
  });

  it('finds a schema sent without the references that the stored one has', async () => {
    const references = [{ name: 'a.json', subject: 'a', version: 1 }];
    const body = jsonSchema({ definitions: { own: {} }, $ref: '#/definitions/own' });
    await api.post('/subjects/r/versions', { ...body, references });
    expect((await api.post('/subjects/r', body)).body).toMatchObject({ version: 1, references });
    const other = [{ name: 'a.json', subject: 'a', version: 2 }];
    expect((await api.post('/subjects/r', { ...body, references: other })).body).toMatchObject({
      error_code: 40403,
    });
    const latest = [{ name: 'a.json', subject: 'a', version: -1 }];
    expect((await api.post('/subjects/r', { ...body, references: latest })).body).toMatchObject({
      error_code: 40403,
    });
  });
});

describe('GET /subjects/{subject}/metadata', () => {
  it('answers the newest version with these properties', async () => {
    const at = (stage: string) => ({ properties: { stage, owner: 'me' } });
    await api.put('/config/m', { compatibility: 'NONE' });
    for (const [type, stage] of [
      ['string', 'beta'],
      ['number', 'beta'],
      ['null', 'final'],
    ] as const) {
      await api.post('/subjects/m/versions', { ...jsonSchema({ type }), metadata: at(stage) });
    }
    const path = '/subjects/m/metadata?key=stage&value=beta&key=owner&value=me';
    expect((await api.get(path)).body).toMatchObject({ version: 2 });
    expect((await api.get('/subjects/m/metadata?key=stage&value=gamma')).body).toMatchObject({
      error_code: 40403,
    });
    expect((await api.get('/subjects/a/metadata?key=stage&value=beta')).body).toMatchObject({
      error_code: 40403,
    });
    expect((await api.get('/subjects/none/metadata?key=a&value=b')).body).toMatchObject({
      error_code: 40401,
    });
    await api.delete('/subjects/m/versions/2');
    expect((await api.get(path)).body).toMatchObject({ version: 1 });
    expect((await api.get(`${path}&deleted=true`)).body).toMatchObject({ version: 2 });
  });
});
