import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

let api: Api;
beforeEach(async () => {
  api = await startApi();
  await api.register('a', closed({ x: 'string' }));
  await api.register('a', closed({ x: 'string', y: 'string' }));
});

describe('deleting a version', () => {
  it('hides it, keeps it readable by id, and can be made permanent afterwards', async () => {
    expect((await api.delete('/subjects/a/versions/1?permanent=true')).body).toEqual({
      error_code: 40407,
      message: "Subject 'a' Version 1 was not deleted first before being permanently deleted",
    });
    const answer = await api.delete('/subjects/a/versions/1');
    expect(answer).toMatchObject({ status: 200, body: 1 });
    expect((await api.get('/subjects/a/versions')).body).toEqual([2]);
    expect((await api.get('/subjects/a/versions?deleted=true')).body).toEqual([1, 2]);
    expect((await api.get('/subjects/a/versions?deletedOnly=true')).body).toEqual([1]);
    expect((await api.get('/subjects/a/versions?deletedAsNegative=true')).body).toEqual([-1, 2]);
    expect((await api.get('/subjects/a/versions/1')).body).toMatchObject({ error_code: 40402 });
    expect((await api.get('/subjects/a/versions/1?deleted=true')).body).toMatchObject({ version: 1 });
    expect((await api.get('/schemas/ids/1')).status).toBe(200);
    expect((await api.delete('/subjects/a/versions/1')).body).toEqual({
      error_code: 40406,
      message: "Subject 'a' Version 1 was soft deleted.Set permanent=true to delete permanently",
    });
    expect((await api.delete('/subjects/a/versions/1?permanent=true')).body).toBe(1);
    expect((await api.get('/schemas/ids/1')).body).toEqual({
      error_code: 40403,
      message: 'Schema 1 not found',
    });
    expect((await api.get('/schemas/ids/1/schema')).body).toMatchObject({ error_code: 40403 });
  });

  it('takes latest for a version', async () => {
    expect((await api.delete('/subjects/a/versions/latest')).body).toBe(2);
    expect((await api.get('/subjects/a/versions/latest')).body).toMatchObject({ version: 1 });
  });

  it('refuses what is not there', async () => {
    expect((await api.delete('/subjects/none/versions/1')).body).toMatchObject({ error_code: 40401 });
    expect((await api.delete('/subjects/a/versions/9')).body).toEqual({
      error_code: 40402,
      message: 'Version 9 not found.',
    });
    expect((await api.delete('/subjects/a/versions/x')).body).toMatchObject({ error_code: 42202 });
    await api.delete('/subjects/a');
    expect((await api.delete('/subjects/a/versions/latest')).body).toMatchObject({ error_code: 40402 });
  });

  it('gives the number of a version deleted for good at the top to the next one, but no id twice', async () => {
    await api.delete('/subjects/a/versions/2');
    await api.delete('/subjects/a/versions/2?permanent=true');
    expect(await api.register('a', closed({ x: 'string', z: 'string' }))).toBe(3);
    expect((await api.get('/subjects/a/versions')).body).toEqual([1, 2]);
  });
});

describe('deleting a subject', () => {
  it('answers its versions, hides it, and keeps its settings until it is permanent', async () => {
    await api.put('/config/a', { compatibility: 'FULL' });
    await api.put('/mode/a', { mode: 'READWRITE' });
    expect((await api.delete('/subjects/a?permanent=true')).body).toEqual({
      error_code: 40405,
      message: "Subject 'a' was not deleted first before being permanently deleted",
    });
    expect((await api.delete('/subjects/a')).body).toEqual([1, 2]);
    expect((await api.get('/subjects')).body).toEqual([]);
    expect((await api.get('/subjects?deleted=true')).body).toEqual(['a']);
    expect((await api.get('/subjects?deletedOnly=true')).body).toEqual(['a']);
    expect((await api.get('/subjects/a/versions')).body).toMatchObject({ error_code: 40401 });
    expect((await api.get('/subjects/a/versions/latest')).body).toMatchObject({ error_code: 40401 });
    expect((await api.get('/subjects/a/versions/latest?deleted=true')).body).toEqual({
      error_code: 40402,
      message: 'Version -1 not found.',
    });
    expect((await api.delete('/subjects/a')).body).toEqual({
      error_code: 40404,
      message: "Subject 'a' was soft deleted.Set permanent=true to delete permanently",
    });
    expect((await api.get('/config/a')).body).toEqual({ compatibilityLevel: 'FULL' });
    expect((await api.delete('/subjects/a?permanent=True')).body).toEqual([1, 2]);
    expect((await api.get('/config/a')).body).toMatchObject({ error_code: 40408 });
    expect((await api.get('/mode/a')).body).toMatchObject({ error_code: 40409 });
    expect((await api.delete('/subjects/a')).body).toEqual({
      error_code: 40401,
      message: "Subject 'a' not found.",
    });
  });

  it('goes on counting versions, and starts anew once all are gone for good', async () => {
    const first = closed({ x: 'string' });
    await api.delete('/subjects/a');
    expect(await api.register('a', closed({ w: 'string' }))).toBe(3);
    expect((await api.get('/subjects/a/versions')).body).toEqual([3]);
    await api.delete('/subjects/a');
    await api.delete('/subjects/a?permanent=true');
    expect(await api.register('a', first)).toBe(4);
    expect((await api.get('/subjects/a/versions')).body).toEqual([1]);
  });

  it('registers a deleted schema anew: its old id, a new version, the deleted one gone', async () => {
    await api.delete('/subjects/a');
    expect(await api.register('a', closed({ x: 'string' }))).toBe(1);
    expect((await api.get('/subjects/a/versions?deleted=true')).body).toEqual([2, 3]);
  });

  it('is refused in read-only mode', async () => {
    await api.put('/mode', { mode: 'READONLY' });
    expect((await api.delete('/subjects/a')).body).toMatchObject({ error_code: 42205 });
    expect((await api.delete('/subjects/a/versions/1')).body).toMatchObject({ error_code: 42205 });
    expect((await api.delete('/subjects/none')).body).toMatchObject({ error_code: 40401 });
  });
});

describe('a schema that others refer to', () => {
  beforeEach(async () => {
    const references = [{ name: 'a.json', subject: 'a', version: 1 }];
    const body = { ...jsonSchema({ $ref: 'a.json' }), references };
    await api.post('/subjects/user/versions', body);
  });

  const refused = {
    error_code: 42206,
    message: 'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=a,version=1}.',
  };

  it('can not be deleted while a live one does', async () => {
    expect((await api.get('/subjects/a/versions/1/referencedby')).body).toEqual([3]);
    expect((await api.delete('/subjects/a/versions/1')).body).toEqual(refused);
    expect((await api.delete('/subjects/a')).body).toEqual(refused);
    expect((await api.delete('/subjects/a/versions/2')).body).toBe(2);
  });

  it('can be deleted when the other is, but not for good', async () => {
    await api.delete('/subjects/user');
    expect((await api.get('/subjects/a/versions/1/referencedby')).body).toEqual([]);
    expect((await api.get('/subjects/a/versions/1/referencedby?deleted=true')).body).toEqual([3]);
    expect((await api.delete('/subjects/a')).body).toEqual([1, 2]);
    expect((await api.delete('/subjects/a?permanent=true')).body).toEqual(refused);
    await api.delete('/subjects/user?permanent=true');
    expect((await api.delete('/subjects/a?permanent=true')).body).toEqual([1, 2]);
  });

  it('keeps its deleted version when it is registered anew', async () => {
    await api.delete('/subjects/user');
    await api.delete('/subjects/a/versions/1');
    await api.put('/config/a', { compatibility: 'NONE' });
    await api.register('a', closed({ x: 'string' }));
    expect((await api.get('/subjects/a/versions?deleted=true')).body).toEqual([1, 2, 3]);
  });

  it('may refer within its own subject', async () => {
    const references = [{ name: 'a.json', subject: 'own', version: 1 }];
    await api.put('/config/own', { compatibility: 'NONE' });
    await api.register('own', { type: 'string' });
    await api.post('/subjects/own/versions', { ...jsonSchema({ $ref: 'a.json' }), references });
    expect((await api.delete('/subjects/own')).body).toEqual([1, 2]);
  });
});
