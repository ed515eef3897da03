import { expect, it } from 'vitest';
import { DeferredStore } from '../../../src/plugins/schema-store/deferred-store.ts';
import { type Change, StoreUnavailableError } from '../../../src/registry/store.ts';
import { callStore, echoingStore, storeCalls } from '../../helpers/store-calls.ts';

it('hands each call on to the store it stands for', async () => {
  const { store, asked } = echoingStore();
  const deferred = new DeferredStore();
  deferred.use(store);
  for (const [name, values] of storeCalls) await callStore(deferred, name, values);
  expect(asked).toEqual(storeCalls);
});

it('rejects every call but closing while it stands for none', async () => {
  const deferred = new DeferredStore();
  for (const [name, values] of storeCalls.filter(([each]) => each !== 'close')) {
    await expect(callStore(deferred, name, values)).rejects.toThrow(StoreUnavailableError);
  }
  expect(await deferred.close()).toBeUndefined();
});

it('shows each change to whoever came last first, and lets them add to it', async () => {
  const { store, asked } = echoingStore();
  const deferred = new DeferredStore();
  deferred.use(store);
  const seen: string[] = [];
  for (const name of ['first', 'last']) {
    deferred.wrapCommits((commit) => (change) => {
      seen.push(name);
      return commit({ ...change, writes: [...change.writes, { kind: 'set-property', name, value: '' }] });
    });
  }
  const change: Change = { guards: [], writes: [] };
  await deferred.commit(change);
  expect(seen).toEqual(['last', 'first']);
  expect(asked).toMatchObject([['commit', [{ writes: [{ name: 'last' }, { name: 'first' }] }]]]);
});
