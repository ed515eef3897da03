import { describe, expect, it } from 'vitest';
import { globalScope, subjectScope } from '../../../../src/registry/settings.ts';
import { type GuardScope, StoreUnavailableError } from '../../../../src/registry/store.ts';
import { CachedStore } from '../../../../src/storage/cached/store.ts';
import {
  add,
  change,
  changing,
  contentOf,
  markDeleted,
  relying,
  remove,
  write,
} from '../../../helpers/changes.ts';
import { postgresForFile } from '../../../helpers/postgres/databases.ts';
import { openStoreAt } from '../../../helpers/postgres/store.ts';

const databases = postgresForFile();
const a = subjectScope('a');

const onGlobal = relying(globalScope, 'any');
const full = { kind: 'set-config', scope: a, config: { compatibilityLevel: 'FULL' } } as const;
const configured = change([full], [onGlobal, changing(a, 'any')]);
const removed = change([remove('a', [1])], [onGlobal, changing(a, 'any')]);
const version1 = [expect.objectContaining({ subject: 'a', version: 1 })];

/** A cached store on a real one that can be cut off, with all answers about `a` and the settings remembered. */
async function remembering() {
  const inner = await openStoreAt(await databases.create());
  await write(inner, add('a', 1, '"string"'));
  let away = false;
  const cuttable = new Proxy(inner, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function' || key === 'close') return member;
      return (...args: readonly unknown[]) =>
        away ? Promise.reject(new StoreUnavailableError('away')) : Reflect.apply(member, target, args);
    },
  });
  const store = new CachedStore({ store: cuttable });
  store.onFeed('listening');
  const ask = {
    global: () => store.config(globalScope),
    config: () => store.config(a),
    versions: () => store.versions('a'),
    subjects: () => store.subjects(''),
  };
  await ask.global();
  await ask.config();
  await ask.versions();
  await ask.subjects();
  return {
    store,
    ask,
    away: (now: boolean) => {
      away = now;
    },
    close: () => inner.close(),
  };
}

describe('what is remembered when a change is committed', () => {
  it('is gone where that altered it, and as good as before where the change only rested on it', async () => {
    const { store, ask, away, close } = await remembering();
    expect(await store.commit(configured)).toMatchObject({ outcome: 'committed' });
    away(true);
    await expect(ask.global()).resolves.toBeUndefined();
    expect(store.stats.staleReads).toBe(0);
    for (const altered of [ask.config, ask.subjects]) {
      await expect(altered()).rejects.toThrow(StoreUnavailableError);
    }
    await close();
  });

  it.each(['own', 'others'])('stays, to be asked for again, when %s came to refer to it', async (whose) => {
    const { store, ask, away, close } = await remembering();
    const scope = { kind: 'referrers', subject: 'a' } as const;
    if (whose === 'own') await store.commit(change([], [changing(scope, 'any')]));
    else store.onNotice({ scopes: [scope], schemaIds: [], origin: 'another' });
    away(true);
    await expect(ask.versions()).resolves.toEqual(version1);
    await expect(ask.config()).resolves.toBeUndefined();
    expect(store.stats.staleReads).toBeGreaterThan(0);
    away(false);
    await ask.config();
    away(true);
    const { staleReads } = store.stats;
    await ask.config();
    expect(store.stats.staleReads).toBe(staleReads);
    await close();
  });
});

describe('what is remembered when others change a subject', () => {
  it('is gone, but for lists, which stay to be asked for again; none is what a decision rests on', async () => {
    const { store, ask, away, close } = await remembering();
    store.onNotice({ scopes: [a], schemaIds: [], origin: 'another' });
    await store.revisions([a]);
    away(true);
    await expect(ask.versions()).rejects.toThrow(StoreUnavailableError);
    expect(store.staleFor).toBeUndefined();
    await expect(ask.subjects()).resolves.toEqual([{ subject: 'a', live: true }]);
    expect(store.staleFor).toBeDefined();
    away(false);
    const { misses } = store.stats;
    await ask.subjects();
    await ask.subjects();
    expect(store.stats.misses).toBe(misses + 1);
    await close();
  });
});

describe('who refers to a version', () => {
  const toA = { kind: 'referrers', subject: 'a' } as const;
  const referring = contentOf('"x"', { references: [{ name: 'a', subject: 'a', version: 1 as never }] });
  const unchanged: readonly [string, (store: CachedStore) => unknown][] = [
    [
      'this replica changes another subject',
      (store) => store.commit(change([], [changing(subjectScope('b'), 'any')])),
    ],
    ['others change another subject', (store) => notice(store, subjectScope('b'))],
    ['others come to refer to it', (store) => notice(store, toA)],
    ['something else is decided', (store) => store.revisions([a, { ...toA, subject: 'b' }])],
  ];
  it.each(unchanged)(
    'is asked for again when %s, and shown as it was while that can not be',
    async (_, act) => {
      const { store, away, close } = await remembering();
      expect(await store.referrers('a', 1 as never)).toEqual([]);
      await act(store);
      const { misses } = store.stats;
      await store.referrers('a', 1 as never);
      await store.referrers('a', 1 as never);
      expect(store.stats.misses).toBe(misses + 1);
      await act(store);
      away(true);
      expect(await store.referrers('a', 1 as never)).toEqual([]);
      expect(store.staleFor).toBeDefined();
      await close();
    },
  );

  const altered: readonly [string, (store: CachedStore) => unknown][] = [
    ['this replica came to refer to it', (store) => write(store, add('b', 1, referring))],
    ['this replica deleted what may refer to it', (store) => write(store, markDeleted('a', [1]))],
    ['a deletion is decided on it', (store) => store.revisions([a, toA])],
  ];
  it.each(altered)('is gone when %s', async (_, act) => {
    const { store, away, close } = await remembering();
    await store.referrers('a', 1 as never);
    const { weight } = store.stats;
    await act(store);
    expect(store.stats.weight).toBeLessThan(weight);
    away(true);
    await expect(store.referrers('a', 1 as never)).rejects.toThrow(StoreUnavailableError);
    await close();
  });

  function notice(store: CachedStore, scope: GuardScope): void {
    store.onNotice({ scopes: [scope], schemaIds: [], origin: 'another' });
  }
});

describe('what is remembered when a change failed', () => {
  it.each([
    ['settings', configured],
    ['removed versions', removed],
  ])(
    'stays for as long as the database gives no answer, and then is asked for again (%s)',
    async (_, failing) => {
      const { store, ask, away, close } = await remembering();
      away(true);
      await expect(store.commit(failing)).rejects.toThrow(StoreUnavailableError);
      await expect(ask.global()).resolves.toBeUndefined();
      await expect(ask.config()).resolves.toBeUndefined();
      await expect(ask.versions()).resolves.toEqual(version1);
      await expect(ask.subjects()).resolves.toEqual([{ subject: 'a', live: true }]);
      expect(store.stats.staleReads).toBe(4);
      expect(store.staleFor).toBeDefined();
      away(false);
      const { misses } = store.stats;
      await ask.config();
      expect(store.stats.misses).toBe(misses + 1);
      expect(store.staleFor).toBeUndefined();
      await close();
    },
  );

  it('is asked for again after a conflict', async () => {
    const { store, ask, close } = await remembering();
    const late = change([full], [changing(a, 7)]);
    expect(await store.commit(late)).toEqual({ outcome: 'conflict' });
    const { misses } = store.stats;
    await ask.config();
    await ask.config();
    expect(store.stats.misses).toBe(misses + 1);
    await close();
  });
});
