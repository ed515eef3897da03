import { expect, it, onTestFinished } from 'vitest';
import { subjectScope } from '../../../../src/registry/settings.ts';
import { postgresForFile } from '../../../helpers/postgres/databases.ts';
import { openStoreAt } from '../../../helpers/postgres/store.ts';

const databases = postgresForFile();

it('lets replicas share the deliveries, each taken by one of them, and takes over from one that died', async () => {
  const url = await databases.create();
  const first = await openStoreAt(url);
  const second = await openStoreAt(url);
  onTestFinished(async () => void (await Promise.all([first.close(), second.close()])));
  const add = Array.from({ length: 60 }, (_, n) => ({
    endpoint: 'e',
    scope: subjectScope(`s${n % 20}`),
    event: `${n}`,
  }));
  await first.commit({ guards: [], writes: [], outbox: { add } });

  const delivered: number[] = [];
  async function replica(store: typeof first): Promise<void> {
    for (;;) {
      const claimed = await store.outbox.claim('e', 3, 60_000);
      if (claimed.length === 0) return;
      delivered.push(...claimed.map(({ event }) => Number(event)));
      await store.commit({
        guards: [],
        writes: [],
        outbox: { settle: claimed.map(({ id }) => ({ id, outcome: 'delivered' })) },
      });
    }
  }
  // One that finds nothing may have met another amid its work: it looks again, as couriers do.
  for (let round = 0; round < 10 && delivered.length < 60; round += 1) {
    await Promise.all([replica(first), replica(second), replica(first), replica(second)]);
  }
  expect(delivered.toSorted((a, b) => a - b)).toEqual(add.map((_, n) => n));
  for (let subject = 0; subject < 20; subject += 1) {
    expect(delivered.filter((n) => n % 20 === subject)).toEqual([subject, subject + 20, subject + 40]);
  }

  const addOne = (n: number) =>
    first.commit({ guards: [], writes: [], outbox: { add: add.slice(n, n + 1) } });
  await addOne(0);
  expect(await first.outbox.claim('e', 1, 60_000)).toHaveLength(1);
  expect(await second.outbox.claim('e', 1, 60_000)).toEqual([]);
  await addOne(1);
  expect(await first.outbox.claim('e', 1, 1)).toHaveLength(1);
  await expect.poll(() => second.outbox.claim('e', 1, 60_000)).toHaveLength(1);
});
