import { join } from 'node:path';
import { expect, it } from 'vitest';
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
  await expect.poll(() => stale(edge), { timeout: 10_000 }).toBe('110 - "Response is Stale"');
  expect(await answersOf(edge)).toEqual(before);

  // Told to end amid requests, some of which nobody can answer: all get an answer.
  const asked = Array.from({ length: 30 }, (_, n) =>
    fetch(`${edge.url}/schemas/ids/${n % 2 === 0 ? ids[0] : 1000 + n}`).then(({ status }) => status),
  );
  const first = await Promise.race(asked);
  const exit = edge.stop();
  expect([200, 503]).toContain(first);
  expect(new Set(await Promise.all(asked))).toEqual(new Set([200, 503]));
  expect(await exit).toEqual({ code: 0, stderr: '' });

  const again = await startServerProcess(directory, settings);
  expect(await answersOf(again)).toEqual(before);
  expect(await stale(again)).toBe('110 - "Response is Stale"');
  expect((await register(again, 'new', { title: 'new' })).status).toBe(503);
  expect(await again.stop()).toEqual({ code: 0, stderr: '' });
}, 60_000);
