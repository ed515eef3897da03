import { expect, it } from 'vitest';
import { closed, jsonSchema, startApi } from '../helpers/api.ts';

async function pair() {
  const upstream = await startApi();
  const UPSTREAM_URL = await upstream.app.listen({ port: 0, host: '127.0.0.1' });
  const edge = await startApi({
    UPSTREAM_URL,
    UPSTREAM_TTL_MS: '100',
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
    OUTBOUND_TOTAL_TIMEOUT_MS: '2000',
    SCHEMA_DIR: './schemas',
  });
  return { upstream, edge };
}

const address = closed({ street: 'string' });
const person = { type: 'object', properties: { home: { $ref: 'address.json' } } };

it('answers at an edge as the upstream does, takes no changes, and outlives it', async () => {
  const { upstream, edge } = await pair();
  const addressId = await upstream.register('common.address', address);
  const id = await upstream.register('a%2Fb', closed({ x: 'string' }));
  await upstream.put('/config/a%2Fb', { compatibility: 'NONE' });
  const next = await upstream.register('a%2Fb', closed({ x: 'number' }));
  await upstream.post('/subjects/person/versions', {
    ...jsonSchema(person),
    references: [{ name: 'address.json', subject: 'common.address', version: 1 }],
    metadata: { properties: { owner: 'me' } },
  });
  await upstream.delete('/subjects/a%2Fb/versions/1');
  await upstream.put('/mode/a%2Fb', { mode: 'READONLY' });

  const guid = (
    (await upstream.get(`/schemas/ids/${next}`, { 'confluent-accept-unknown-properties': 'true' })).body as {
      guid: string;
    }
  ).guid;
  const paths = [
    '/subjects',
    '/subjects?subjectPrefix=common&deleted=true',
    '/subjects/a%2Fb/versions',
    '/subjects/a%2Fb/versions?deleted=true',
    '/subjects/a%2Fb/versions/latest',
    '/subjects/a%2Fb/versions/1',
    '/subjects/a%2Fb/versions/1?deleted=true',
    '/subjects/a%2Fb/versions/9',
    '/subjects/nobody/versions',
    '/subjects/person/versions/1',
    '/subjects/common.address/versions/1/referencedby',
    '/schemas',
    '/schemas?latestOnly=true&limit=1&offset=1',
    `/schemas/ids/${id}`,
    `/schemas/ids/${addressId}/versions`,
    `/schemas/ids/${addressId}/subjects`,
    '/schemas/ids/99',
    `/schemas/guids/${guid}`,
    `/schemas/guids/${guid}/ids`,
    '/config',
    '/config/a%2Fb',
    '/config/person',
    '/mode',
    '/mode/a%2Fb',
  ];
  const there = await Promise.all(paths.map((path) => upstream.get(path)));
  const here = await Promise.all(paths.map((path) => edge.get(path)));
  for (const [index, path] of paths.entries()) {
    expect([path, here[index]?.status, here[index]?.body]).toEqual([
      path,
      there[index]?.status,
      there[index]?.body,
    ]);
  }
  // It hears of no changes, and asks again when what it knows is too old.
  expect(edge.app.quickLane?.reads.begin()).toBeUndefined();
  const lookup = await edge.post('/subjects/a%2Fb', jsonSchema(closed({ x: 'number' })));
  expect(lookup).toMatchObject({ status: 200, body: { version: 2, id: next } });
  const check = await edge.post(
    '/compatibility/subjects/common.address/versions/latest',
    jsonSchema(closed({})),
  );
  expect(check).toMatchObject({ status: 200, body: { is_compatible: false } });

  // What is there already is no change.
  const known = await edge.post('/subjects/common.address/versions', jsonSchema(address));
  expect(known).toMatchObject({ status: 200, body: { id: addressId } });
  const refused = {
    status: 422,
    body: { error_code: 42205, message: expect.stringContaining('read-only edge') },
  };
  expect(await edge.post('/subjects/new/versions', jsonSchema(true))).toMatchObject(refused);
  expect(await edge.put('/config', { compatibility: 'FULL' })).toMatchObject(refused);
  expect(await edge.put('/mode/x', { mode: 'READWRITE' })).toMatchObject(refused);
  expect(await edge.delete('/subjects/person')).toMatchObject(refused);
  expect((await upstream.get('/subjects')).body).toEqual(['a/b', 'common.address', 'person']);

  await upstream.app.close();
  await expect
    .poll(async () => (await edge.get('/subjects')).headers['warning'])
    .toBe('110 - "Response is Stale"');
  const later = await Promise.all(paths.map((path) => edge.get(path)));
  for (const [index, path] of paths.entries()) {
    expect([path, later[index]?.status, later[index]?.body]).toEqual([
      path,
      there[index]?.status,
      there[index]?.body,
    ]);
  }
  expect(await edge.get('/schemas/ids/98')).toMatchObject({ status: 503, body: { error_code: 50001 } });
  expect((await edge.get('/health/ready')).status).toBe(200);
  expect((await edge.get('/health')).body).toMatchObject({ components: { outbound: { hosts: 1 } } });
}, 30_000);

it('refuses to start with what is no URL', async () => {
  await expect(startApi({ UPSTREAM_URL: 'registry' })).rejects.toThrow('UPSTREAM_URL is not an http');
});
