import { expect, it } from 'vitest';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { type Registration, registrationProblems } from '../helpers/check-registrations.ts';
import { postgresForFile } from '../helpers/postgres/databases.ts';
import { openStoreAt } from '../helpers/postgres/store.ts';
import { tryRegister } from '../helpers/register.ts';

const databases = postgresForFile();

it('keeps every acknowledged registration while its connections are cut again and again', async () => {
  const url = await databases.create();
  const stores = await Promise.all([openStoreAt(url), openStoreAt(url)]);
  const acknowledged: Registration[] = [];
  const refusals: unknown[] = [];
  const ending = new AbortController();
  const writers = Array.from({ length: 8 }, async (_, n) => {
    const store = stores[n % 2] ?? stores[0];
    for (let round = 0; !ending.signal.aborted; round += 1) {
      try {
        const done = await tryRegister(store, `s${n % 4}`, `{"title":"${n}-${round}"}`);
        if (done) acknowledged.push(done);
      } catch (error) {
        refusals.push(error);
      }
    }
  });
  const database = new URL(url).pathname.slice(1);
  let cut = 0;
  for (let round = 0; cut < 40; round += 1) {
    const killed = await databases.admin(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
    );
    cut += killed.length;
    const target = acknowledged.length + 5;
    await expect.poll(() => acknowledged.length, { timeout: 45_000 }).toBeGreaterThan(target);
  }
  ending.abort();
  await Promise.all(writers);

  expect(refusals.filter((error) => !(error instanceof StoreUnavailableError))).toEqual([]);
  const [store] = stores;
  expect(await registrationProblems(store, acknowledged)).toEqual([]);
  await Promise.all(stores.map((each) => each.close()));
});
