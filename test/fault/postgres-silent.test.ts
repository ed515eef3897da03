import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { globalScope } from '../../src/registry/settings.ts';
import { StoreUnavailableError } from '../../src/registry/store.ts';
import { type FeedState, listenForChanges } from '../../src/storage/postgres/change-feed.ts';
import { OutcomeUnknownError } from '../../src/storage/postgres/error-class.ts';
import { add, change, changing, write } from '../helpers/changes.ts';
import { eventually } from '../helpers/eventually.ts';
import { impatient, ownPostgresForFile } from '../helpers/postgres/faults.ts';
import { sessionAt, storeWaitsForLock } from '../helpers/postgres/sessions.ts';
import { openStoreAt, storeOptions } from '../helpers/postgres/store.ts';
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.ts';

const server = ownPostgresForFile();
let proxy: TcpProxy;
beforeEach(async () => {
  proxy = await startTcpProxy(server().port);
});
afterEach(() => proxy.close());

const url = () => `postgres://postgres@127.0.0.1:${proxy.port}/postgres`;

describe('when PostgreSQL falls silent', () => {
  it('gives up a read in time, and reads again when it speaks', async () => {
    const store = await openStoreAt(url(), impatient);
    await store.ping();
    proxy.silence();
    await expect(store.versions('a')).rejects.toThrow(StoreUnavailableError);
    proxy.relieve();
    await eventually(() => store.ping());
    await store.close();
  });

  it('says so when nobody knows whether a change was stored, and does not store it twice', async () => {
    const store = await openStoreAt(url(), { ...impatient, statementTimeout: 2000 });
    const other = await sessionAt(server().url());
    await other.query(`BEGIN; INSERT INTO schemagate.properties (name, value) VALUES ('p', 'first')`);
    const property = { kind: 'set-property', name: 'p', value: 'v' } as const;
    const commit = store.commit(change([property], [changing(globalScope, 'any')]));
    commit.catch(() => undefined);
    await storeWaitsForLock(await sessionAt(server().url()));
    proxy.silence();
    await other.query('ROLLBACK');
    await expect(commit).rejects.toThrow(StoreUnavailableError);
    await expect(commit).rejects.toHaveProperty('cause', expect.any(OutcomeUnknownError));

    proxy.relieve();
    await eventually(() => store.ping());
    expect(await store.property('p')).toBe('v');
    expect(await store.revisions([globalScope])).toEqual([1]);
    await store.close();
  });

  it('knows that nothing was stored when the connection is lost before the commit', async () => {
    const store = await openStoreAt(url(), { resilience: { retries: 5, firstDelay: 10, budget: 20_000 } });
    const other = await sessionAt(server().url());
    await write(store, add('locked', 1, '{}'));
    await other.query('BEGIN; SELECT FROM schemagate.scopes FOR UPDATE');
    const commit = write(store, add('locked', 2, 'true'));
    await storeWaitsForLock(await sessionAt(server().url()));
    proxy.cut();
    await other.query('ROLLBACK');
    expect(await commit).toHaveLength(1);
    expect(await store.versions('locked')).toHaveLength(2);
    expect(store.stats().retries).toBeGreaterThan(0);
    await store.close();
  });

  it('notices that the change feed is dead', async () => {
    const states: FeedState[] = [];
    const feed = listenForChanges({
      ...storeOptions(url()),
      connectTimeout: 600,
      heartbeat: 200,
      onChange: () => undefined,
      onState: (state) => states.push(state),
    });
    await eventually(() => expect(states).toEqual(['listening']));
    proxy.silence();
    await eventually(() => expect(states).toEqual(['listening', 'lost']));
    proxy.relieve();
    await eventually(() => expect(states).toEqual(['listening', 'lost', 'listening']));
    await feed.close();
  });
});
