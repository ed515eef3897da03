import { describe, expect, it } from 'vitest';
import { globalScope, subjectScope } from '../../../../src/registry/settings.ts';
import { type ChangeFeed, listenForChanges } from '../../../../src/storage/postgres/change-feed.ts';
import type { ChangeNotice } from '../../../../src/storage/postgres/change-notice.ts';
import { add, change, changing, markDeleted, relying, remove, write } from '../../../helpers/changes.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { postgresForFile } from '../../../helpers/postgres/databases.ts';
import { openStoreAt, storeOptions } from '../../../helpers/postgres/store.ts';

const databases = postgresForFile();

async function listen(url: string): Promise<{ feed: ChangeFeed; notices: ChangeNotice[] }> {
  const notices: ChangeNotice[] = [];
  const listening = Promise.withResolvers<void>();
  const feed = listenForChanges({
    ...storeOptions(url),
    onChange: (notice) => notices.push(notice),
    onState: () => listening.resolve(),
  });
  expect(feed.state).toBe('lost');
  await listening.promise;
  return { feed, notices };
}

describe('the change feed', () => {
  it('tells which scopes and schemas a transaction touched, and who made it', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url);
    const { feed, notices } = await listen(url);
    const told = async () => {
      await eventually(() => expect(notices).toHaveLength(1));
      return notices.splice(0);
    };
    const { origin } = store;
    const a = subjectScope('a \ud800\u0000');

    await store.commit(change([add(a.kind === 'subject' ? a.subject : '', 1, '{}')], [changing(a, 0)]));
    expect(await told()).toEqual([{ origin, scopes: [a], schemaIds: [] }]);
    await write(store, add('b', 1, '{}'));
    expect(await told()).toEqual([{ origin, scopes: [subjectScope('b')], schemaIds: [1] }]);
    await write(store, markDeleted('b', [1]));
    expect(await told()).toEqual([{ origin, scopes: [subjectScope('b')], schemaIds: [1] }]);
    await write(store, remove('b', [1]));
    expect(await told()).toEqual([{ origin, scopes: [subjectScope('b')], schemaIds: [1] }]);
    await write(
      store,
      { kind: 'set-config', scope: globalScope, config: {} },
      { kind: 'set-mode', scope: subjectScope('c'), mode: 'READONLY' },
    );
    expect(await told()).toEqual([{ origin, scopes: [globalScope, subjectScope('c')], schemaIds: [] }]);
    const referrers = { kind: 'referrers', subject: 'd' } as const;
    await store.commit(change([], [changing(referrers, 'any'), relying(globalScope, 0)]));
    expect(await told()).toEqual([{ origin, scopes: [referrers], schemaIds: [] }]);

    await feed.close();
    await store.close();
  });

  it('says nothing of what was refused, nor of what touches no scope', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url);
    const { feed, notices } = await listen(url);
    await store.commit(change([add('a', 1, '{}')], [changing(subjectScope('a'), 5)]));
    await write(store, { kind: 'set-property', name: 'p', value: 'v' });
    await write(store, add('last', 1, '{}'));
    await eventually(() => expect(notices).toHaveLength(1));
    expect(notices[0]?.scopes).toEqual([subjectScope('last')]);
    await feed.close();
    await store.close();
  });

  it('tells of more than one notification holds in several', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url);
    const { feed, notices } = await listen(url);
    const names = Array.from({ length: 100 }, (_, n) => `${'日'.repeat(200)}-${n}`);
    await write(store, ...names.map((name) => add(name, 1, '{}')));
    await eventually(() => expect(notices.flatMap(({ scopes }) => scopes)).toHaveLength(100));
    expect(notices.length).toBeGreaterThan(5);
    expect(new Set(notices.flatMap(({ scopes }) => scopes))).toEqual(new Set(names.map(subjectScope)));
    await feed.close();
    await store.close();
  });

  it('says that nothing may be as it was when a dump was loaded', async () => {
    const url = await databases.create();
    const store = await openStoreAt(url);
    const { feed, notices } = await listen(url);
    await store.load(store.dump());
    await eventually(() =>
      expect(notices).toEqual([{ origin: store.origin, scopes: [globalScope], schemaIds: [] }]),
    );
    await feed.close();
    await store.close();
  });
});
