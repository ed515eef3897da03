import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { DumpRecord } from '../../../../src/registry/dump.ts';
import { subjectScope } from '../../../../src/registry/settings.ts';
import { StoreUnavailableError, type Write } from '../../../../src/registry/store.ts';
import { longestSubject } from '../../../../src/registry/subject-name.ts';
import { listenForChanges } from '../../../../src/storage/postgres/change-feed.ts';
import { add, change, contentOf, markDeleted, outcomes, write } from '../../../helpers/changes.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { postgresForFile } from '../../../helpers/postgres/databases.ts';
import { sessionAt, storeWaitsForLock } from '../../../helpers/postgres/sessions.ts';
import { openStoreAt } from '../../../helpers/postgres/store.ts';

const databases = postgresForFile();

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

describe('opening a store on PostgreSQL', () => {
  it('gives up when the database stays away', async () => {
    const url = `postgres://nobody@127.0.0.1:${await closedPort()}/none`;
    const onWarning = vi.fn<(warning: string) => void>();
    await expect(openStoreAt(url, { openTimeout: 200, onWarning })).rejects.toMatchObject({
      name: 'StoreOpenError',
      reason: 'unreachable',
    });
    expect(onWarning).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(
        /^The database 127.*\/none can't be reached \(.*\)\. Waiting for it, 0\.2 s at most\.$/,
      ),
    );
  });

  it('waits no more for one that is away when it is called off', async () => {
    const url = `postgres://nobody@127.0.0.1:${await closedPort()}/none`;
    const end = new AbortController();
    const opening = openStoreAt(url, { signal: end.signal });
    end.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says at once when the database does not exist', async () => {
    const url = new URL(await databases.create());
    url.pathname = '/no-such-database';
    await expect(openStoreAt(url.href)).rejects.toMatchObject({ reason: 'refused' });
  });

  it('warns when the replicas may open more connections than the server allows', async () => {
    const onWarning = vi.fn<(warning: string) => void>();
    const url = await databases.create();
    const store = await openStoreAt(url, { onWarning, replicas: 100_000 });
    expect(onWarning).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('100000 replicas'));
    await store.close();
    const alone = await openStoreAt(url, { onWarning });
    expect(onWarning).toHaveBeenCalledOnce();
    await alone.close();
  });

  it('tells what its connections and its breaker do', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url);
    const session = await sessionAt(url);
    await session.query('BEGIN; SELECT FROM schemagate.scopes FOR UPDATE');
    const commit = write(store, add('a', 1, '{}'), {
      kind: 'set-mode',
      scope: { kind: 'global' },
      mode: 'READONLY',
    });
    const watcher = await sessionAt(url);
    await storeWaitsForLock(watcher);
    expect(store.stats().pool).toMatchObject({ max: 4, total: 1, idle: 0 });
    await session.query('ROLLBACK');
    await commit;
    expect(store.stats()).toMatchObject({
      breaker: 'closed',
      failures: 0,
      retries: 0,
      waitingChanges: 0,
      pool: { max: 4, waiting: 0 },
    });
    await store.close();
  });

  it('fails soon when every connection is taken, without blaming the server', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url, { poolMax: 1, connectTimeout: 150 });
    const session = await sessionAt(url);
    // A busy machine may fail to connect in that time.
    await eventually(() => write(store, add('a', 1, '{}')));
    const { failures } = store.stats();
    await session.query('BEGIN; SELECT FROM schemagate.scopes FOR UPDATE');
    const commit = write(store, add('a', 2, 'true'));
    await storeWaitsForLock(await sessionAt(url));
    const read = store.versions('a');
    await expect(read).rejects.toThrow(StoreUnavailableError);
    await expect(read).rejects.toHaveProperty('cause.name', 'NoConnectionFreeError');
    expect(store.stats()).toMatchObject({ failures, pool: { total: 1 } });
    await session.query('ROLLBACK');
    expect(await commit).toEqual([2]);
    await store.close();
  });
});

describe('a store on PostgreSQL', () => {
  it('refuses what its tables would alter or can not hold', async () => {
    const store = await openStoreAt(await databases.create());
    const long = 'x'.repeat(longestSubject + 1);
    const referring = contentOf('{}', { references: [{ name: 'r', subject: long, version: 1 as never }] });
    const refusedWrites: readonly [Write, string][] = [
      [add('a', 1, '"\0"'), 'add-version: text with U+0000'],
      [{ kind: 'set-property', name: '\0', value: '' }, 'set-property: text with U+0000'],
      [add(long, 1, '{}'), 'at most 1200 characters'],
      [markDeleted(long, [1]), 'at most 1200 characters'],
      [{ kind: 'set-mode', scope: subjectScope(long), mode: 'IMPORT' }, 'at most 1200 characters'],
      [add('a', 1, referring), 'at most 1200 characters'],
    ];
    for (const [refused, reason] of refusedWrites) {
      await expect(store.commit(change([refused]))).rejects.toThrow(TypeError);
      await expect(store.commit(change([refused]))).rejects.toThrow(reason);
    }
    await expect(write(store, add(long.slice(1), 1, '{}'))).resolves.toEqual([1]);
    await store.close();
  });

  it('forgets a content that was added and removed in one change', async () => {
    const store = await openStoreAt(await databases.create());
    const passing = change([
      add('a', 1, '{}'),
      { kind: 'remove-versions', subject: 'a', versions: [1 as never] },
    ]);
    expect(await store.commit(passing)).toEqual({ outcome: 'committed', schemaIds: [1] });
    expect(await store.schema(1 as never)).toBeUndefined();
    expect(await store.maxSchemaId()).toBe(1);
    const marked = change([add('b', 1, 'true'), markDeleted('b', [1], 7)]);
    expect(await store.commit(marked)).toEqual({ outcome: 'committed', schemaIds: [2] });
    expect(await store.versions('b')).toMatchObject([{ deleted: true, timestamp: 7 }]);
    await store.close();
  });

  it('calls a conflict what still breaks a constraint when decided anew', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url);
    const session = await sessionAt(url);
    await session.query('CREATE UNIQUE INDEX ON schemagate.versions (timestamp)');
    const changes = [1, 2, 2, 3].map((time, n) => store.commit(change([add(`s${n}`, 1, `"${n}"`, time)])));
    const results = outcomes(await Promise.all(changes));
    expect(results.toSorted()).toEqual(['committed', 'committed', 'committed', 'conflict']);
    await store.close();
  });

  it('carries more records than go at once into another database', async () => {
    const store = await openStoreAt(await databases.create());
    const texts = Array.from({ length: 1100 }, (_, n) => `{"title":"${n}"}`);
    await write(store, ...texts.map((text, n) => add('a', n + 1, text)));
    const other = await openStoreAt(await databases.create());
    await other.load(store.dump());
    expect(await Array.fromAsync(other.dump())).toEqual(await Array.fromAsync(store.dump()));
    expect((await other.versions('a')).at(-1)).toMatchObject({ version: 1100, id: 1100 });
    await Promise.all([store.close(), other.close()]);
  });

  it('can not be loaded with what its tables refuse, nor while the database is away', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url);
    const twice = async function* (): AsyncGenerator<DumpRecord> {
      yield { kind: 'property', name: 'p', value: '1' };
      yield { kind: 'property', name: 'p', value: '2' };
    };
    await expect(store.load(twice())).rejects.toThrow(StoreUnavailableError);
    expect(await store.property('p')).toBeUndefined();
    await databases.admin(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    await expect(store.load(twice())).rejects.toThrow(StoreUnavailableError);
    await store.close();
  });

  it('can not be dumped while the database is away', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url, { connectTimeout: 200 });
    const name = new URL(url).pathname.slice(1);
    await databases.admin(`DROP DATABASE ${name} WITH (FORCE)`);
    await expect(Array.fromAsync(store.dump())).rejects.toThrow(StoreUnavailableError);
    await store.close();
  });

  it('may be closed while its change feed looks for the database', async () => {
    const feed = listenForChanges({
      url: `postgres://nobody@127.0.0.1:${await closedPort()}/none`,
      connectTimeout: 200,
      onChange: () => undefined,
      onState: () => undefined,
    });
    await feed.close();
    expect(feed.state).toBe('lost');
  });
});
