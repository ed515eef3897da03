import { brotliDecompressSync, gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type Api, closed, jsonSchema, startApi } from '../helpers/api.ts';

const decoders = { zstd: zstdDecompressSync, br: brotliDecompressSync, gzip: gunzipSync };
const long = closed(
  Object.fromEntries(Array.from({ length: 300 }, (_none, index) => [`field${index}`, 'string'])),
);

async function ask(api: Api, url: string, headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET') {
  const {
    statusCode: status,
    headers: received,
    rawPayload,
  } = await api.app.inject({ method, url, headers });
  const coding = received['content-encoding'] as keyof typeof decoders | undefined;
  const text = coding === undefined || rawPayload.length === 0 ? rawPayload : decoders[coding](rawPayload);
  return { status, headers: received, coding, text: text.toString(), bytes: rawPayload.length };
}

it('long answers are compressed as the client likes best, kept ready or made for it alike', async () => {
  const api = await startApi();
  const id = await api.register('long', long);
  await api.register('short', closed({ a: 'string' }));
  for (const url of [`/schemas/ids/${id}`, '/subjects/long/versions/1', '/openapi.json']) {
    const plain = await ask(api, url, {});
    expect(plain).toMatchObject({ status: 200, coding: undefined });
    expect(plain.headers.vary).toContain('Accept-Encoding');
    const tags = new Set([plain.headers.etag]);
    for (const [accepted, coding] of [
      ['gzip, deflate', 'gzip'],
      ['gzip, deflate, br', 'br'],
      ['gzip, deflate, br, zstd', 'zstd'],
      ['zstd;q=0.5, br;q=0.1, gzip;q=0.7', 'gzip'],
      ['*;q=0.1', 'zstd'],
      ['X-GZIP', 'gzip'],
    ] as const) {
      for (const _time of ['made', 'kept']) {
        const answer = await ask(api, url, { 'accept-encoding': accepted });
        expect(answer).toMatchObject({ status: 200, coding, text: plain.text });
        expect(answer.bytes).toBeLessThan(plain.bytes / 2);
        expect(answer.headers).toMatchObject({
          'content-length': String(answer.bytes),
          'content-type': plain.headers['content-type'],
          vary: plain.headers.vary,
        });
        const { etag } = answer.headers;
        tags.add(etag);
        expect(
          await ask(api, url, { 'accept-encoding': accepted, 'if-none-match': String(etag) }),
        ).toMatchObject({
          status: 304,
          bytes: 0,
          coding: undefined,
          headers: { etag, vary: plain.headers.vary },
        });
        const head = await ask(api, url, { 'accept-encoding': accepted }, 'HEAD');
        expect(head).toMatchObject({ status: 200, bytes: 0, coding });
        expect(head.headers).toMatchObject({ etag, 'content-length': answer.headers['content-length'] });
      }
    }
    expect(tags.size).toBe(4);
    for (const accepted of ['deflate', 'identity', 'gzip;q=0', 'identity, gzip;q=0.5', '']) {
      expect(await ask(api, url, { 'accept-encoding': accepted })).toMatchObject({
        coding: undefined,
        text: plain.text,
      });
    }
  }
  const few = { 'accept-encoding': 'gzip' };
  expect(await ask(api, '/schemas/ids/2', few)).toMatchObject({ status: 200, coding: undefined });
  expect(await ask(api, '/subjects', few)).toMatchObject({ status: 200, coding: undefined });
});

it('what is compressed counts for the cache, and goes when the schema changes its places', async () => {
  const api = await startApi();
  const id = await api.register('long', long);
  const newer = { 'accept-encoding': 'br', 'confluent-accept-unknown-properties': 'true' };
  await ask(api, `/schemas/ids/${id}`, {});
  const before = api.app.schemaResponses.bytes;
  expect((await ask(api, `/schemas/ids/${id}`, newer)).text).toContain('"long"');
  expect(api.app.schemaResponses.bytes).toBeGreaterThan(before);
  await api.register('again', long);
  await api.delete('/subjects/long');
  await api.delete('/subjects/long?permanent=true');
  expect((await ask(api, `/schemas/ids/${id}`, newer)).text).toContain('"again"');
});

it('can be turned off, and then nothing varies by it', async () => {
  const api = await startApi({ COMPRESSION: 'false' });
  const id = await api.register('long', long);
  const answer = await ask(api, `/schemas/ids/${id}`, { 'accept-encoding': 'gzip' });
  expect(answer.coding).toBeUndefined();
  expect(answer.headers.vary).toBe('Accept, Confluent-Accept-Unknown-Properties');
});

it('refusals are compressed too, and kept by no cache', async () => {
  const api = await startApi();
  await api.register('long', long);
  const refused = await api.app.inject({
    method: 'POST',
    url: '/subjects/long/versions',
    headers: { 'accept-encoding': 'gzip', 'content-type': 'application/json' },
    payload: JSON.stringify(jsonSchema({ type: 'string' })),
  });
  expect(refused.statusCode).toBe(409);
  expect(refused.headers).toMatchObject({
    'content-encoding': 'gzip',
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding',
  });
  expect(JSON.parse(gunzipSync(refused.rawPayload).toString())).toMatchObject({ error_code: 409 });
});

it('a compressed request is refused, however much it stands for', async () => {
  const api = await startApi();
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  const send = (coding: string, payload: Buffer | string) =>
    api.app.inject({
      method: 'POST',
      url: '/subjects/a/versions',
      headers: { 'content-encoding': coding, 'content-type': 'application/json' },
      payload,
    });
  const answer = await send('gzip', bomb);
  expect(answer.statusCode).toBe(415);
  expect(answer.json()).toEqual({
    error_code: 415,
    message: 'The request body is compressed. Send it without Content-Encoding.',
  });
  const plain = JSON.stringify(jsonSchema({ type: 'string' }));
  expect((await send('identity', plain)).statusCode).toBe(200);
});
