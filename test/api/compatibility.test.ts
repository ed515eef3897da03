import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

let api: Api;
const versions = [closed({ x: 'string' }), closed({ x: 'string', y: 'string' })] as const;
beforeEach(async () => {
  api = await startApi();
  for (const version of versions) await api.register('a', version);
});

const check = '/compatibility/subjects/a/versions';
const unlikeFirst = closed({ x: 'integer', y: 'string' });

describe('POST /compatibility/subjects/{subject}/versions', () => {
  it('compares as registration would', async () => {
    expect((await api.post(check, jsonSchema(closed({ x: 'string', y: 'string', z: 'null' })))).body).toEqual(
      {
        is_compatible: true,
      },
    );
    expect((await api.post(`${check}/`, jsonSchema(unlikeFirst))).body).toEqual({ is_compatible: false });
    await api.put('/config/a', { compatibility: 'NONE' });
    expect((await api.post(check, jsonSchema(unlikeFirst))).body).toEqual({ is_compatible: true });
  });

  it('finds anything compatible with a subject that is not there', async () => {
    const path = '/compatibility/subjects/none/versions';
    expect((await api.post(path, jsonSchema({}))).body).toEqual({ is_compatible: true });
    expect((await api.post(`${path}/latest?verbose=true`, jsonSchema({}))).body).toEqual({
      is_compatible: true,
      messages: [],
    });
  });

  it('looks at every version with a transitive level, at the newest without', async () => {
    await api.put('/config/a', { compatibility: 'NONE' });
    await api.register('a', closed({ z: 'string' }));
    const like = closed({ z: 'string', y: 'integer' });
    await api.put('/config/a', { compatibility: 'BACKWARD' });
    expect((await api.post(check, jsonSchema(like))).body).toEqual({ is_compatible: true });
    await api.put('/config/a', { compatibility: 'BACKWARD_TRANSITIVE' });
    const verbose = (await api.post(`${check}?verbose=True`, jsonSchema(like))).body as {
      messages: string[];
    };
    expect(verbose.messages).toContain('{oldSchemaVersion: 2}');
    expect(verbose.messages).not.toContain('{oldSchemaVersion: 1}');
  });

  it('names the sides by direction, and tells the old schema with the backward half alone', async () => {
    await api.put('/config/a', { compatibility: 'FULL' });
    const narrower = closed({ x: 'string' });
    const body = (await api.post(`${check}?verbose=true`, jsonSchema(narrower))).body as {
      messages: string[];
    };
    expect(body.messages).toEqual([
      `{errorType:"PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", description:"The new has a closed content model and is missing a property or item present at path '#/properties/y' in the old schema'}`,
      '{oldSchemaVersion: 2}',
      `{oldSchema: '${JSON.stringify(versions[1])}'}`,
      "{validateFields: 'false', compatibility: 'FULL'}",
    ]);
    const wider = closed({ x: 'string', y: 'string', z: 'string' });
    const forward = (await api.post(`${check}?verbose=true`, jsonSchema(wider))).body as {
      messages: string[];
    };
    expect(forward.messages).toEqual([
      `{errorType:"PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", description:"The old has a closed content model and is missing a property or item present at path '#/properties/z' in the new schema'}`,
      "{validateFields: 'false', compatibility: 'FULL'}",
    ]);
  });

  it('answers why a schema is not valid when it is to be verbose, else refuses it', async () => {
    const invalid = jsonSchema({ type: 'strin' });
    expect(await api.post(check, invalid)).toMatchObject({ status: 422, body: { error_code: 42201 } });
    const verbose = await api.post(`${check}?verbose=true`, invalid);
    expect(verbose).toMatchObject({ status: 200, body: { is_compatible: false } });
    expect((verbose.body as { messages: string[] }).messages).toHaveLength(1);
    expect((await api.post(check, {})).body).toEqual({ error_code: 42201, message: 'Empty schema' });
  });

  it('cuts a long old schema short', async () => {
    const long = { type: 'string', description: 'd'.repeat(11_000) };
    await api.register('long', long);
    const path = '/compatibility/subjects/long/versions?verbose=true';
    const body = (await api.post(path, jsonSchema({ type: 'null' }))).body as { messages: string[] };
    const told = `{oldSchema: <truncated> '${JSON.stringify(long).slice(0, 10_240)}...'}`;
    expect(body.messages).toContain(told);
  });
});

describe('POST /compatibility/subjects/{subject}/versions/{version}', () => {
  it('compares with that version alone, whatever the level', async () => {
    await api.put('/config/a', { compatibility: 'BACKWARD_TRANSITIVE' });
    expect((await api.post(`${check}/1`, jsonSchema(closed({ x: 'string', y: 'null' })))).body).toEqual({
      is_compatible: true,
    });
    expect((await api.post(`${check}/latest`, jsonSchema(closed({ x: 'string' })))).body).toEqual({
      is_compatible: false,
    });
  });

  it('refuses versions that are not there', async () => {
    expect((await api.post(`${check}/9`, jsonSchema({}))).body).toEqual({
      error_code: 40402,
      message: 'Version 9 not found.',
    });
    await api.delete('/subjects/a/versions/1');
    expect((await api.post(`${check}/1`, jsonSchema({}))).body).toMatchObject({ error_code: 40402 });
    expect((await api.post(`${check}/none`, jsonSchema({}))).body).toMatchObject({ error_code: 42202 });
  });
});
