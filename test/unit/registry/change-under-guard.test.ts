import { expect, it } from 'vitest';
import { changeUnderGuard, takeGuards } from '../../../src/registry/change-under-guard.ts';
import { globalScope } from '../../../src/registry/settings.ts';
import { StoreUnavailableError } from '../../../src/registry/store.ts';
import { openThreadlessStore } from '../../helpers/threadless-store.ts';

const scopes = [{ scope: globalScope, changes: true }];

it('decides again when what it relied on changed meanwhile', async () => {
  const { store, dispose } = await openThreadlessStore();
  const seen: (string | undefined)[] = [];
  const answer = await changeUnderGuard(store, async () => {
    const guards = await takeGuards(store, scopes);
    const mode = await store.mode(globalScope);
    seen.push(mode);
    if (seen.length === 1) {
      const other = await takeGuards(store, scopes);
      await store.commit({
        guards: other,
        writes: [{ kind: 'set-mode', scope: globalScope, mode: 'READONLY' }],
      });
    }
    const writes = [{ kind: 'set-mode', scope: globalScope, mode: undefined }] as const;
    return { kind: 'change', guards, writes, answer: () => mode };
  });
  expect(seen).toEqual([undefined, 'READONLY']);
  expect(answer).toBe('READONLY');
  expect(await store.mode(globalScope)).toBeUndefined();
  await dispose();
});

it('gives up when others are always first', async () => {
  const { store, dispose } = await openThreadlessStore();
  const stale = [{ scope: globalScope, revision: 99, changes: true }];
  const attempt = changeUnderGuard(store, async () => ({
    kind: 'change',
    guards: stale,
    writes: [],
    answer: () => 'never',
  }));
  await expect(attempt).rejects.toThrow(StoreUnavailableError);
  await dispose();
});
