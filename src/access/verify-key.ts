import type { ApiKey } from './api-key.ts';
import { digestOf, isDigestOf } from './key-digest.ts';
import type { KeyStore, StoredKey } from './key-store.ts';
import type { Proof } from './proof.ts';

/** Compared with when there is no such key, so that it takes as long to say so. */
const decoy = digestOf('');

/**
 * Whom a key is of; undefined when it is not good: unknown, revoked, expired or with another secret.
 * @throws StoreUnavailableError
 */
export async function verifyKey(
  store: Pick<KeyStore, 'find'>,
  { id, secret }: ApiKey,
  now: number,
): Promise<Proof | undefined> {
  const key = await store.find(id);
  // All are compared, whichever fits.
  const isCurrent = isDigestOf(key?.digest ?? decoy, secret);
  const isPrevious = isDigestOf(key?.previous?.digest ?? decoy, secret);
  if (key === undefined || key.revokedAt !== undefined) return undefined;
  const ends = key.expiresAt ?? Infinity;
  const until = isCurrent ? ends : isPrevious ? Math.min(ends, key.previous?.until ?? 0) : 0;
  return until > now ? { principal: principalOf(key), until } : undefined;
}

function principalOf({ id, name, grants }: StoredKey): Proof['principal'] {
  return { kind: 'key', id, name, grants };
}
