import { expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { sessionAt } from '../helpers/postgres/sessions.ts';
import { startServerProcess } from '../helpers/server-process.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const databases = postgresForFile();

it('serves what is cached while every statement takes too long, says so, and recovers by itself', async () => {
  const url = await databases.create();
  const replica = await startServerProcess(temporaryDirectory(), {
    DATABASE_URL: url,
    DATABASE_STATEMENT_TIMEOUT_MS: '500',
  });
  const register = (title: string) =>
    fetch(`${replica.url}/subjects/s/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schemaType: 'JSON', schema: JSON.stringify({ title }) }),
    });
  const statusOf = async (path: string) => (await fetch(replica.url + path)).status;
  const cached = ['/schemas/ids/1', '/subjects/s/versions', '/subjects/s/versions/latest', '/subjects'];
  const readAll = () => Promise.all(cached.map(statusOf));
  // On a busy machine a statement takes too long without a fault, too.
  await eventually(async () => expect((await register('one')).status).toBe(200));
  await eventually(async () => expect(await readAll()).toEqual([200, 200, 200, 200]));

  const blocker = await sessionAt(url);
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE schemagate.scopes, schemagate.versions, schemagate.counters');
  const refused = await Promise.all(['two', 'three', 'four'].map(register));
  for (const { status, headers } of refused) {
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  }
  expect(await readAll()).toEqual([200, 200, 200, 200]);
  await eventually(async () => expect(await statusOf('/health/ready')).toBe(503));
  expect(await statusOf('/health/live')).toBe(200);
  const metrics = await (await fetch(replica.metricsUrl)).text();
  expect(metrics).toMatch(/^schemagate_database_failures_total [1-9]/m);

  await blocker.query('ROLLBACK');
  const freed = performance.now();
  await eventually(async () => expect((await register('two')).status).toBe(200));
  process.stdout.write(`writes again ${Math.round(performance.now() - freed)} ms after the database\n`);
  await eventually(async () => expect(await statusOf('/health/ready')).toBe(200));
  // What was refused was not stored.
  expect(await (await fetch(`${replica.url}/subjects/s/versions`)).json()).toEqual([1, 2]);
  expect(await replica.stop()).toMatchObject({ code: 0 });
}, 180_000);
