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
  const current = { digest: key?.digest ?? decoy, until: key?.expiresAt ?? Infinity };
  const previous = key?.previous ?? { digest: decoy, until: 0 };
  // Both are compared, whichever fits.
  const isCurrent = isDigestOf(current.digest, secret);
  const isPrevious = isDigestOf(previous.digest, secret);
  if (key === undefined || key.revokedAt !== undefined) return undefined;
  const until = isCurrent ? current.until : isPrevious ? Math.min(current.until, previous.until) : 0;
  return until > now ? { principal: principalOf(key), until } : undefined;
}

function principalOf({ id, name, grants }: StoredKey): Proof['principal'] {
  return { kind: 'key', id, name, grants };
}
