import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

let api: Api;
beforeEach(async () => {
  api = await startApi();
});

describe('mode', () => {
  it('is READWRITE until it is set, globally and for a subject', async () => {
    expect((await api.get('/mode')).body).toEqual({ mode: 'READWRITE' });
    expect((await api.get('/mode/a')).body).toEqual({
      error_code: 40409,
      message: "Subject 'a' does not have subject-level mode configured",
    });
    expect((await api.get('/mode/a?defaultToGlobal=true')).body).toEqual({ mode: 'READWRITE' });
    expect((await api.put('/mode', { mode: 'readonly' })).body).toEqual({ mode: 'READONLY' });
    expect((await api.get('/mode/a?defaultToGlobal=true')).body).toEqual({ mode: 'READONLY' });
    expect((await api.put('/mode/a', { mode: 'READWRITE' })).body).toEqual({ mode: 'READWRITE' });
    expect((await api.get('/mode/a')).body).toEqual({ mode: 'READWRITE' });
    expect(await api.register('a', {})).toBe(1);
    expect((await api.post('/subjects/b/versions', jsonSchema({}))).body).toMatchObject({
      error_code: 42205,
    });
    expect((await api.delete('/mode')).body).toEqual({ mode: 'READONLY' });
    expect((await api.delete('/mode')).body).toEqual({ mode: 'READWRITE' });
    expect((await api.delete('/mode/a')).body).toEqual({ mode: 'READWRITE' });
    expect((await api.delete('/mode/a')).body).toEqual({
      error_code: 40401,
      message: "Subject 'a' not found.",
    });
  });

  it('READONLY leaves reading and checking alone', async () => {
    await api.register('a', closed({ x: 'string' }));
    await api.put('/mode', { mode: 'READONLY' });
    expect((await api.get('/subjects/a/versions/1')).status).toBe(200);
    const check = await api.post('/compatibility/subjects/a/versions/latest', jsonSchema(closed({})));
    expect(check.body).toEqual({ is_compatible: false });
  });

  it('READONLY_OVERRIDE holds for subjects whatever their own mode', async () => {
    await api.put('/mode/a', { mode: 'READWRITE' });
    await api.put('/mode', { mode: 'READONLY_OVERRIDE' });
    expect((await api.post('/subjects/a/versions', jsonSchema({}))).body).toMatchObject({
      error_code: 42205,
    });
    expect((await api.get('/mode/a?defaultToGlobal=true')).body).toEqual({ mode: 'READONLY_OVERRIDE' });
  });

  it('of all subjects goes with the global one when asked', async () => {
    await api.put('/mode/a', { mode: 'READONLY' });
    await api.put('/mode/b', { mode: 'READONLY' });
    expect((await api.delete('/mode?recursive=true')).body).toEqual({ mode: 'READWRITE' });
    expect((await api.get('/mode/a')).body).toMatchObject({ error_code: 40409 });
    expect((await api.get('/mode/b')).body).toMatchObject({ error_code: 40409 });
  });

  it('refuses words that are none, and those that are not served', async () => {
    expect((await api.put('/mode', { mode: 'SLEEP' })).body).toEqual({
      error_code: 42204,
      message: 'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
    });
    for (const mode of ['IMPORT', 'FORWARD']) {
      expect((await api.put('/mode', { mode })).body).toEqual({
        error_code: 42204,
        message: `Mode ${mode} is not supported by this registry. Use READWRITE or READONLY.`,
      });
    }
    expect((await api.put('/mode', {})).status).toBe(400);
    expect((await api.put('/mode/a%00', { mode: 'READONLY' })).body).toMatchObject({ error_code: 42208 });
  });
});
