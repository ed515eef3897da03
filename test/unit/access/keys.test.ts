import { expect, it, onTestFinished } from 'vitest';
import { parseApiKey } from '../../../src/access/api-key.ts';
import { Keys } from '../../../src/access/keys.ts';
import { verifyKey } from '../../../src/access/verify-key.ts';
import { SqliteKeyStore } from '../../../src/storage/sqlite/key-store.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

/** Keys at a time that tests set. */
function keysAt(now: number) {
  const clock = { now };
  const store = new SqliteKeyStore(temporaryDirectory());
  onTestFinished(() => store.close());
  const keys = new Keys(store, () => clock.now);
  const verify = (text: string) => {
    const key = parseApiKey(text);
    if (!key) throw new Error('not a key');
    return verifyKey(store, key, clock.now);
  };
  return { clock, keys, verify };
}

it('lets a key in until it ends or is revoked', async () => {
  const { clock, keys, verify } = keysAt(1000);
  const made = await keys.create({ name: 'orders', grants: ['writer:orders.', 'reader'], expiresAt: 2000 });
  const principal = {
    kind: 'key',
    id: made.id,
    name: 'orders',
    grants: [
      { role: 'writer', subjects: 'orders.' },
      { role: 'reader', subjects: '' },
    ],
  };
  expect(await verify(made.key)).toEqual({ principal, until: 2000 });
  clock.now = 2000;
  expect(await verify(made.key)).toBeUndefined();
  expect((await keys.list()).map(({ state }) => state)).toEqual(['expired']);

  const endless = await keys.create({ name: 'n', grants: ['reader'] });
  expect(await verify(endless.key)).toMatchObject({ until: Infinity });
  expect(await keys.revoke(endless.id)).toMatchObject({ state: 'revoked', revokedAt: 2000 });
  expect(await verify(endless.key)).toBeUndefined();
});

it('lets the secret before a rotation in for a while, and the one before that not', async () => {
  const { clock, keys, verify } = keysAt(1000);
  const first = await keys.create({ name: 'n', grants: ['reader'], expiresAt: 9000 });
  const second = await keys.rotate(first.id, { overlapMs: 500 });
  expect(second).toMatchObject({ id: first.id, previousUntil: 1500, expiresAt: 9000 });
  expect(second.key).not.toBe(first.key);
  expect(await verify(first.key)).toMatchObject({ until: 1500 });
  expect(await verify(second.key)).toMatchObject({ until: 9000 });
  clock.now = 1500;
  expect(await verify(first.key)).toBeUndefined();
  expect((await keys.list())[0]?.previousUntil).toBeUndefined();

  const third = await keys.rotate(first.id, { overlapMs: 500, expiresAt: 1600 });
  expect(await verify(second.key)).toMatchObject({ until: 1600 });
  expect(await verify(third.key)).toMatchObject({ until: 1600 });
  const { verify: elsewhere } = keysAt(1000);
  expect(await elsewhere(third.key)).toBeUndefined();
});

it.each([
  ['no grant', { name: 'n', grants: [] }, 'A key needs a grant'],
  ['a grant that is none', { name: 'n', grants: ['reader', 'owner'] }, '"owner" is no grant'],
  ['no name', { name: ' ', grants: ['reader'] }, 'A name is text'],
  ['a name of two lines', { name: 'a\nb', grants: ['reader'] }, 'A name is text'],
  ['a name too long', { name: 'n'.repeat(201), grants: ['reader'] }, 'A name is text'],
  ['an end in the past', { name: 'n', grants: ['reader'], expiresAt: 1000 }, 'only end in the future'],
  ['no time as its end', { name: 'n', grants: ['reader'], expiresAt: NaN }, 'only end in the future'],
])('makes no key with %s', async (_what, wanted, message) => {
  const { keys } = keysAt(1000);
  await expect(keys.create(wanted)).rejects.toMatchObject({ reason: 'invalid' });
  await expect(keys.create(wanted)).rejects.toThrow(message);
});

it('says when there is no such key, or none to rotate', async () => {
  const { keys } = keysAt(1000);
  await expect(keys.revoke('x')).rejects.toMatchObject({ reason: 'not-found' });
  await expect(keys.rotate('x', { overlapMs: 0 })).rejects.toMatchObject({ reason: 'not-found' });
  const { id } = await keys.create({ name: 'n', grants: ['reader'] });
  await keys.revoke(id);
  await expect(keys.rotate(id, { overlapMs: 0 })).rejects.toMatchObject({ reason: 'revoked' });
});
