import { describe, expect, it, vi } from 'vitest';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { type FeedState, listenForChanges } from '../../src/storage/postgres/change-feed.ts';
import type { BreakerState } from '../../src/storage/postgres/resilience.ts';
import { add, change, write } from '../helpers/changes.ts';
import { type Registration, registrationProblems } from '../helpers/check-registrations.ts';
import { eventually } from '../helpers/eventually.ts';
import { impatient, ownPostgresForFile } from '../helpers/postgres/faults.ts';
import { openStoreAt, storeOptions } from '../helpers/postgres/store.ts';
import { tryRegister } from '../helpers/register.ts';

const server = ownPostgresForFile();

describe('when PostgreSQL is stopped and started again', () => {
  it('refuses at once while it is away, and serves again without being opened anew', async () => {
    const seen: BreakerState[] = [];
    const store = await openStoreAt(server().url(), { ...impatient, onBreaker: (state) => seen.push(state) });
    await write(store, add('a', 1, '{}'));

    await server().stop();
    await expect(store.versions('a')).rejects.toThrow(StoreUnavailableError);
    await expect(store.commit(change([add('a', 2, '{}')]))).rejects.toThrow(StoreUnavailableError);
    await expect(store.ping()).rejects.toThrow(StoreUnavailableError);
    await eventually(async () => {
      await store.ping().catch(() => undefined);
      expect(seen).toContain('open');
    });
    expect(store.stats()).toMatchObject({ failures: expect.any(Number) });
    expect(store.stats().opened).toBeGreaterThan(0);
    expect(store.stats().retries).toBeGreaterThan(0);

    await server().start();
    await eventually(() => store.ping());
    expect(await store.versions('a')).toHaveLength(1);
    expect(await write(store, add('b', 1, '{}'))).toEqual([1]);
    expect(store.stats().breaker).toBe('closed');
    expect(seen.slice(-2)).toEqual(['half-open', 'closed']);
    await store.close();
  });

  it('keeps every acknowledged registration when it crashes amid them', async () => {
    const store = await openStoreAt(server().url(), impatient);
    const acknowledged: Registration[] = [];
    let refused = 0;
    const ending = new AbortController();
    const writers = Array.from({ length: 6 }, async (_, n) => {
      for (let round = 0; !ending.signal.aborted; round += 1) {
        const done = await tryRegister(store, `crash-${n % 3}`, `{"title":"${n}-${round}"}`).catch(() => {
          refused += 1;
          return undefined;
        });
        if (done) acknowledged.push(done);
      }
    });
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(40));
    await server().stop('immediate');
    await eventually(() => expect(refused).toBeGreaterThan(6));
    await server().start();
    const before = acknowledged.length;
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 20));
    ending.abort();
    await Promise.all(writers);
    expect(await lostOf(acknowledged)).toEqual([]);
    await store.close();
  });

  it('tells of the loss of the change feed, and listens again', async () => {
    const store = await openStoreAt(server().url(), impatient);
    const states: FeedState[] = [];
    const onChange = vi.fn<() => void>();
    const feed = listenForChanges({
      ...storeOptions(server().url()),
      onChange,
      onState: (state) => states.push(state),
    });
    await eventually(() => expect(states).toEqual(['listening']));
    await server().stop();
    await eventually(() => expect(states).toEqual(['listening', 'lost']));
    await server().start();
    await eventually(() => expect(feed.state).toBe('listening'));
    await eventually(() => write(store, { kind: 'set-property', name: 'p', value: 'v' }));
    await write(store, add('after', 1, 'true'));
    await eventually(() => expect(onChange).toHaveBeenCalledOnce());
    await feed.close();
    expect(states).toEqual(['listening', 'lost', 'listening', 'lost']);
    await store.close();
  });
});

/** Versions of which a crash may have hidden the acknowledgement are no loss; missing ones are. */
async function lostOf(acknowledged: readonly Registration[]): Promise<readonly string[]> {
  const store = await openStoreAt(server().url());
  const problems = await registrationProblems(store, acknowledged);
  await store.close();
  return problems;
}
