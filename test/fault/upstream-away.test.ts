import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { answering, startHttpPeer } from '../helpers/http-peer.ts';
import { type ServerProcess, startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

async function register(server: ServerProcess, subject: string, schema: object): Promise<Response> {
  return fetch(`${server.url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schemaType: 'JSON', schema: JSON.stringify(schema) }),
  });
}

it('serves at an edge what it has seen when its upstream is killed, also after a restart of its own', async () => {
  const directory = temporaryDirectory();
  const upstream = await startServerProcess(join(directory, '.'), { DATA_DIR: join(directory, 'upstream') });
  const ids: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const answer = await register(upstream, 'orders-value', { title: `${n}`, type: 'object' });
    const text = await answer.text();
    expect([answer.status, text]).toEqual([200, expect.anything()]);
    ids.push((JSON.parse(text) as { id: number }).id);
  }
  const settings = {
    DATA_DIR: join(directory, 'edge'),
    UPSTREAM_URL: upstream.url,
    UPSTREAM_TTL_MS: '200',
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1, ::1',
  };
  const edge = await startServerProcess(directory, settings);
  const seen = [
    '/subjects',
    '/subjects/orders-value/versions/latest',
    ...ids.map((id) => `/schemas/ids/${id}`),
  ];
  const answersOf = (server: ServerProcess) =>
    Promise.all(
      seen.map(async (path) => {
        const answer = await fetch(server.url + path);
        return { status: answer.status, body: await answer.text() };
      }),
    );
  const before = await answersOf(edge);
  expect(before.map(({ status }) => status)).toEqual(Array(5).fill(200));

  await upstream.kill();
  const stale = async (server: ServerProcess) =>
    (await fetch(`${server.url}/subjects`)).headers.get('warning');
  await expect.poll(() => stale(edge)).toBe('110 - "Response is Stale"');
  expect(await answersOf(edge)).toEqual(before);

  expect(await edge.stop()).toEqual({ code: 0, stderr: '' });

  const again = await startServerProcess(directory, settings);
  expect(await answersOf(again)).toEqual(before);
  expect(await stale(again)).toBe('110 - "Response is Stale"');
  expect((await register(again, 'new', { title: 'new' })).status).toBe(503);
  expect(await again.stop()).toEqual({ code: 0, stderr: '' });
}, 180_000);

it('answers what it accepted when it is told to end while its upstream is slow', async () => {
  const held: (() => void)[] = [];
  const peer = await startHttpPeer((request, response) => {
    held.push(() => answering(200, '{"schemaType":"JSON","schema":"true"}')(request, response));
  });
  onTestFinished(() => peer.close());
  const edge = await startServerProcess(temporaryDirectory(), {
    UPSTREAM_URL: peer.url,
    OUTBOUND_ALLOW_PRIVATE: '127.0.0.1',
  });
  const asked = Array.from({ length: 8 }, (_, n) => fetch(`${edge.url}/schemas/ids/${n + 1}`));
  await expect.poll(() => held.length).toBe(8);
  const exit = edge.stop();
  // No more are taken: it has begun to end.
  await expect
    .poll(() =>
      fetch(`${edge.url}/health/ready`, { headers: { connection: 'close' } }).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .not.toBe(200);
  for (const answer of held) answer();
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses).toEqual(Array(8).fill(200));
  expect(await exit).toEqual({ code: 0, stderr: '' });
}, 180_000);
