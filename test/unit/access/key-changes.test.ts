import { expect, it } from 'vitest';
import { KeyChanges } from '../../../src/access/key-changes.ts';
import type { StoredKey } from '../../../src/access/key-store.ts';

function key(id: string, more: Partial<StoredKey> = {}): StoredKey {
  return {
    id,
    name: id,
    grants: [],
    digest: 'first',
    previous: undefined,
    createdAt: 1,
    expiresAt: undefined,
    revokedAt: undefined,
    lastUsedAt: undefined,
    ...more,
  };
}

it('finds what others made, rotated and revoked since it last looked', () => {
  const changes = new KeyChanges();
  const find = (...keys: StoredKey[]) =>
    changes.find(keys).map(({ change, key: { id } }) => `${id} ${change}`);
  expect(find(key('a'), key('b'))).toEqual([]);
  expect(find(key('a', { lastUsedAt: 2 }), key('b'))).toEqual([]);
  expect(find(key('a', { revokedAt: 2 }), key('b', { digest: 'second' }), key('c'))).toEqual([
    'a revoked',
    'b rotated',
    'c created',
  ]);
  changes.leaveOut('d');
  expect(find(key('d'), key('e'))).toEqual(['e created']);
  expect(find(key('d', { revokedAt: 3 }), key('e'))).toEqual(['d revoked']);
});
