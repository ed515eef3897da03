import { expect, it } from 'vitest';
import { startApi } from '../helpers/api.ts';

it('config and mode are changed only while they are what the client has seen', async () => {
  const api = await startApi();
  for (const [path, body, other] of [
    ['/config', { compatibility: 'FULL' }, { compatibility: 'NONE' }],
    [
      '/config/a',
      { compatibility: 'FULL', defaultMetadata: { properties: { owner: 'a', stage: 'b' } } },
      { compatibility: 'NONE' },
    ],
    ['/mode', { mode: 'READONLY' }, { mode: 'READWRITE' }],
    ['/mode/a', { mode: 'READONLY' }, { mode: 'READWRITE' }],
  ] as const) {
    const refused = { status: 412, body: { error_code: 412 } };
    await api.put(path, body);
    const seen = await api.get(path);
    const tag = String(seen.headers.etag);
    await api.put(path, other);
    const changed = await api.get(path);
    expect(await api.put(path, body, { 'if-match': tag })).toMatchObject(refused);
    expect(await api.delete(path, { 'if-match': tag })).toMatchObject(refused);
    expect(await api.put(path, body, { 'if-none-match': '*' })).toMatchObject(refused);
    expect(await api.get(path)).toMatchObject({ status: 200, body: changed.body });

    const now = String(changed.headers.etag);
    expect(await api.put(path, body, { 'if-match': `W/${now}` })).toMatchObject(refused);
    expect(await api.put(path, body, { 'if-match': `"else", ${now}` })).toMatchObject({ status: 200 });
    // Back where it was: the tag tells states apart, not moments. Any representation will do.
    const asJson = await api.get(path, { accept: 'application/json' });
    expect(asJson.headers.etag).not.toBe(tag);
    expect(await api.put(path, other, { 'if-match': String(asJson.headers.etag) })).toMatchObject({
      status: 200,
    });
    expect(await api.put(path, other, { 'if-none-match': tag })).toMatchObject({ status: 200 });
    expect(await api.delete(path, { 'if-match': '*' })).toMatchObject({ status: 200 });
  }
});

it('what is not there matches nothing, and may be made once', async () => {
  const api = await startApi();
  for (const [path, body] of [
    ['/config/b', { compatibility: 'FULL' }],
    ['/mode/b', { mode: 'READONLY' }],
  ] as const) {
    expect(await api.put(path, body, { 'if-match': '*' })).toMatchObject({ status: 412 });
    expect(await api.delete(path, { 'if-match': '"x"' })).toMatchObject({ status: 412 });
    expect(await api.put(path, body, { 'if-none-match': '*' })).toMatchObject({ status: 200 });
    expect(await api.put(path, body, { 'if-none-match': '*' })).toMatchObject({ status: 412 });
  }
});

it('of many changes on one condition a single one is made', async () => {
  const api = await startApi();
  const tag = String((await api.get('/config')).headers.etag);
  const levels = ['NONE', 'FULL', 'FORWARD', 'FULL_TRANSITIVE', 'FORWARD_TRANSITIVE'];
  const answers = await Promise.all(
    levels.map((compatibility) => api.put('/config', { compatibility }, { 'if-match': tag })),
  );
  const refused = answers.filter(({ status }) => status === 412);
  expect(refused.length).toBe(levels.length - 1);
  const made = answers.find(({ status }) => status === 200)?.body as { compatibility: string };
  expect((await api.get('/config')).body).toEqual({ compatibilityLevel: made.compatibility });
});
