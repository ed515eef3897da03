import { beforeEach, describe, expect, it } from 'vitest';
import { type Api, closed, startApi } from '../helpers/api.ts';

let api: Api;
const newer = { 'confluent-accept-unknown-properties': 'true' };
beforeEach(async () => {
  api = await startApi();
  await api.register('m', closed({ x: 'string' }));
});

describe('answers about a schema, kept ready', () => {
  it('are immutable in the shape that never changes, and found again by their tag', async () => {
    const first = await api.get('/schemas/ids/1');
    expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(first.headers['vary']).toBe('Accept, Confluent-Accept-Unknown-Properties, Accept-Encoding');
    const again = await api.get('/schemas/ids/1', { 'if-none-match': String(first.headers.etag) });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect((await api.get('/schemas/ids/1', newer)).headers['cache-control']).toBe('no-cache');
  });

  it('go when the schema is deleted for good', async () => {
    expect((await api.get('/schemas/ids/1/schema')).status).toBe(200);
    await api.delete('/subjects/m');
    expect((await api.get('/schemas/ids/1/schema')).status).toBe(200);
    expect((await api.get('/schemas/ids/1', newer)).body).toMatchObject({ deleted: true });
    await api.delete('/subjects/m?permanent=true');
    expect((await api.get('/schemas/ids/1/schema')).status).toBe(404);
    expect((await api.get('/schemas/ids/1')).status).toBe(404);
  });

  it('follow the versions that hold the schema', async () => {
    expect((await api.get('/schemas/ids/1', newer)).body).toMatchObject({ subject: 'm', deleted: false });
    await api.delete('/subjects/m/versions/1');
    expect((await api.get('/schemas/ids/1', newer)).body).toMatchObject({ subject: 'm', deleted: true });
    await api.register('a', closed({ x: 'string' }));
    expect((await api.get('/schemas/ids/1', newer)).body).toMatchObject({ subject: 'a', deleted: false });
    expect((await api.get('/schemas/ids/1?subject=m', newer)).body).toMatchObject({ subject: 'm' });
  });

  it('stay right when more variants are asked for than are kept', async () => {
    for (let index = 0; index < 40; index++) {
      const answer = await api.get(`/schemas/ids/1?subject=other${index}`, newer);
      expect(answer.body).toMatchObject({ subject: 'm', version: 1 });
    }
    expect((await api.get('/schemas/ids/1?subject=m', newer)).body).toMatchObject({ subject: 'm' });
  });

  it('are made anew each time when there is no room for them', async () => {
    const small = await startApi({ CACHE_MAX_BYTES: '0' });
    await small.register('m', closed({ x: 'string' }));
    for (let round = 0; round < 2; round++) expect((await small.get('/schemas/ids/1')).status).toBe(200);
    expect(small.app.schemaResponses.bytes).toBe(0);
  });
});

describe('a version', () => {
  it('is revalidated by a tag that changes when the version is deleted', async () => {
    const before = await api.get('/subjects/m/versions/1?deleted=true', newer);
    expect(before.headers['cache-control']).toBe('no-cache');
    const known = { ...newer, 'if-none-match': String(before.headers.etag) };
    expect((await api.get('/subjects/m/versions/1?deleted=true', known)).status).toBe(304);
    await api.delete('/subjects/m/versions/1');
    const after = await api.get('/subjects/m/versions/1?deleted=true', known);
    expect(after).toMatchObject({ status: 200, body: { deleted: true } });
    expect((await api.get('/subjects/m/versions/1', known)).status).toBe(404);
  });

  it('has no tag as the answer to a look-up, which is never 304', async () => {
    for (let round = 0; round < 2; round++) {
      const request = { schemaType: 'JSON', schema: JSON.stringify(closed({ x: 'string' })) };
      const answer = await api.post('/subjects/m', request, { 'if-none-match': '*' });
      expect(answer).toMatchObject({ status: 200, body: { subject: 'm', version: 1, id: 1 } });
      for (const name of ['etag', 'cache-control', 'vary']) expect(answer.headers).not.toHaveProperty(name);
    }
  });
});

describe('lists', () => {
  it('are revalidated by a tag that changes with them', async () => {
    const before = await api.get('/subjects');
    expect(before.headers['cache-control']).toBe('no-cache');
    const known = { 'if-none-match': String(before.headers.etag) };
    expect((await api.get('/subjects', known)).status).toBe(304);
    await api.register('n', {});
    expect(await api.get('/subjects', known)).toMatchObject({ status: 200, body: ['m', 'n'] });
  });
});
