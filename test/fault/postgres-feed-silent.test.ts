import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { subjectScope } from '../../src/registry/settings.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import type { ReplicaStore } from '../../src/storage/replica-store.ts';
import { add, change, changing, markDeleted, relying, remove, write } from '../helpers/changes.ts';
import { eventually } from '../helpers/eventually.ts';
import { impatient, ownPostgresForFile } from '../helpers/postgres/faults.ts';
import { openReplicaAt, openStoreAt } from '../helpers/postgres/store.ts';
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.ts';

const server = ownPostgresForFile();
let proxy: TcpProxy;
let replica: ReplicaStore;
const heartbeat = 200;
let lostAt = 0;
const forgotten: (readonly number[] | undefined)[] = [];

beforeEach(async () => {
  proxy = await startTcpProxy(server().port);
  const listening = Promise.withResolvers<void>();
  replica = await openReplicaAt(`postgres://postgres@127.0.0.1:${proxy.port}/postgres`, {
    ...impatient,
    heartbeat,
    patience: 50,
    onFeed(state) {
      if (state === 'listening') listening.resolve();
      else lostAt = performance.now();
    },
    onForget: (ids) => forgotten.push(ids),
  });
  await listening.promise;
  forgotten.length = 0;
});
afterEach(async () => {
  proxy.relieve();
  await replica.close();
  await proxy.close();
});

const feed = () => replica.databaseStats.cache.feed;

describe('a replica that remembers', () => {
  it('asks nothing again until it hears of a change by another', async () => {
    const other = await openStoreAt(server().url());
    const [id = 0] = await write(other, add('heard', 1, '"heard"'));
    await eventually(async () => expect(await replica.versions('heard')).toHaveLength(1));
    expect(await replica.schema(id as never)).toMatchObject({ text: '"heard"' });
    await eventually(async () => {
      const { misses } = replica.databaseStats.cache;
      await replica.versions('heard');
      await replica.schema(id as never);
      expect(replica.databaseStats.cache.misses).toBe(misses);
    });

    await write(other, markDeleted('heard', [1]));
    await eventually(async () => expect(await replica.versions('heard')).toMatchObject([{ deleted: true }]));
    forgotten.length = 0;
    await write(other, remove('heard', [1]));
    await eventually(async () => expect(await replica.schema(id as never)).toBeUndefined());
    // All of it, where a busy machine let a heartbeat be missed.
    expect(forgotten.some((ids) => ids === undefined || ids.includes(id))).toBe(true);

    await write(other, { kind: 'set-mode', scope: { kind: 'global' }, mode: 'READONLY' });
    await eventually(async () => expect(await replica.mode({ kind: 'global' })).toBe('READONLY'));
    await eventually(() => expect(forgotten).toContain(undefined));
    await write(other, { kind: 'set-mode', scope: { kind: 'global' }, mode: undefined });
    await other.close();
  });

  it('never decides on what it remembers, also before it hears of a change', async () => {
    const a = subjectScope('decide');
    const other = await openStoreAt(server().url());
    await replica.commit(change([add('decide', 1, '1')], [changing(a, 'any')]));
    expect(await replica.versions('decide')).toHaveLength(1);
    const [old = 0] = await replica.revisions([a]);
    await other.commit(change([add('decide', 2, '2')], [changing(a, old)]));
    expect(await replica.revisions([a])).toEqual([old + 1]);
    expect(await replica.versions('decide')).toHaveLength(2);
    await other.commit(change([add('decide', 3, '3')], [changing(a, old + 1)]));
    expect(await replica.commit(change([], [relying(a, old + 1)]))).toEqual({ outcome: 'conflict' });
    await replica.refresh([a]);
    expect(await replica.versions('decide')).toHaveLength(3);
    await other.close();
  });
});

describe('when the database falls silent, the change feed too', () => {
  it('trusts what it remembers for twice the heartbeat at most, and then says that it is stale', async () => {
    await write(replica, add('silent', 1, '"silent"'));
    expect(await replica.config(subjectScope('silent'))).toBeUndefined();
    expect(await replica.versions('silent')).toHaveLength(1);
    expect(replica.staleFor).toBeUndefined();
    const other = await openStoreAt(server().url());
    proxy.silence();
    const silentSince = performance.now();
    await write(other, add('silent', 2, '"more"'));
    await eventually(() => expect(feed()).toBe('lost'));
    // Beside the bound: what a busy machine adds. Without the heartbeat it would be minutes.
    expect(lostAt - silentSince).toBeLessThan(2 * heartbeat + 10_000);

    expect(await replica.versions('silent')).toHaveLength(1);
    expect(await replica.config(subjectScope('silent'))).toBeUndefined();
    expect(replica.staleFor).toBeGreaterThan(0);
    expect(replica.databaseStats.cache.staleReads).toBeGreaterThan(1);
    await expect(replica.latestVersion('never asked for')).rejects.toThrow(StoreUnavailableError);
    await expect(replica.revisions([subjectScope('silent')])).rejects.toThrow(StoreUnavailableError);
    await expect(replica.refresh([subjectScope('silent')])).rejects.toThrow(StoreUnavailableError);

    proxy.relieve();
    await eventually(() => expect(feed()).toBe('listening'));
    await eventually(async () => {
      expect(await replica.versions('silent')).toHaveLength(2);
      expect(replica.staleFor).toBeUndefined();
    });
    await other.close();
  });

  it('hears of its own change whose outcome it does not know', async () => {
    proxy.silence();
    await expect(write(replica, add('unknown', 1, '1'))).rejects.toThrow(StoreUnavailableError);
    proxy.relieve();
    await eventually(() => replica.ping());
    await write(replica, add('known', 1, '"known"'));
    expect(await replica.versions('known')).toHaveLength(1);
  });
});
