import { keyText, newApiKey, newSecretFor } from './api-key.ts';
import { grantText, parseGrant } from './grant-text.ts';
import { digestOf } from './key-digest.ts';
import type { KeyStore, StoredKey } from './key-store.ts';
import type { Grant } from './principal.ts';

/** What may be shown of a key. Times in milliseconds since 1970. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  /** As `grantText` writes them. */
  readonly grants: readonly string[];
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
  readonly lastUsedAt: number | undefined;
  /** Until when the secret before the last rotation is good, while it is. */
  readonly previousUntil: number | undefined;
}

/** A key with its text, which nobody can show again. */
export interface ShownKey extends KeyView {
  readonly key: string;
}

export interface NewKey {
  readonly name: string;
  readonly grants: readonly string[];
  readonly expiresAt?: number | undefined;
}

export interface RotateOptions {
  /** How long the secret so far stays good, in milliseconds. */
  readonly overlapMs: number;
  /** A new end of the key; without it that stays as it is. */
  readonly expiresAt?: number | undefined;
}

/** What was asked of a key can't be done. The message is for whoever asked. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  readonly reason: 'invalid' | 'not-found' | 'revoked';

  constructor(reason: KeyError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

const longestName = 200;

/** The life of API keys: made, listed, rotated, revoked. Each rejects with `KeyError` or `StoreUnavailableError`. */
export class Keys {
  readonly #store: KeyStore;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(store: KeyStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async create({ name, grants, expiresAt }: NewKey): Promise<ShownKey> {
    const now = this.#now();
    assertName(name);
    assertFuture(expiresAt, now);
    const fresh = newApiKey();
    const stored: StoredKey = {
      id: fresh.id,
      name,
      grants: parsedGrants(grants),
      digest: digestOf(fresh.secret),
      previous: undefined,
      createdAt: now,
      expiresAt,
      revokedAt: undefined,
      lastUsedAt: undefined,
    };
    await this.#store.add(stored);
    return { ...viewOf(stored, now), key: keyText(fresh) };
  }

  /** All keys, the oldest first. */
  async list(): Promise<readonly KeyView[]> {
    const now = this.#now();
    return (await this.#store.list()).map((key) => viewOf(key, now));
  }

  async revoke(id: string): Promise<KeyView> {
    const now = this.#now();
    const revoked = await this.#store.revoke(id, now);
    if (revoked === undefined) throw notFound(id);
    return viewOf(revoked, now);
  }

  /** Gives a key another secret; the one so far stays good for a while, and one still older ends at once. */
  async rotate(id: string, { overlapMs, expiresAt }: RotateOptions): Promise<ShownKey> {
    const now = this.#now();
    assertFuture(expiresAt, now);
    const fresh = newSecretFor(id);
    const rotation = { digest: digestOf(fresh.secret), previousUntil: now + overlapMs, expiresAt };
    const rotated = await this.#store.rotate(id, rotation);
    if (rotated !== undefined) return { ...viewOf(rotated, now), key: keyText(fresh) };
    if ((await this.#store.find(id)) === undefined) throw notFound(id);
    throw new KeyError('revoked', `Key ${id} is revoked; make another.`);
  }
}

function viewOf(key: StoredKey, now: number): KeyView {
  const { id, name, createdAt, expiresAt, revokedAt, lastUsedAt, previous } = key;
  const expired = expiresAt !== undefined && expiresAt <= now;
  return {
    id,
    name,
    grants: key.grants.map(grantText),
    state: revokedAt !== undefined ? 'revoked' : expired ? 'expired' : 'active',
    createdAt,
    expiresAt,
    revokedAt,
    lastUsedAt,
    previousUntil: previous !== undefined && previous.until > now ? previous.until : undefined,
  };
}

function parsedGrants(texts: readonly string[]): readonly Grant[] {
  if (texts.length === 0)
    throw new KeyError('invalid', 'A key needs a grant, such as reader or writer:orders.');
  return texts.map((text) => {
    const grant = parseGrant(text);
    if (grant !== undefined) return grant;
    throw new KeyError(
      'invalid',
      `${JSON.stringify(text)} is no grant: reader, writer, admin or metrics, and after a colon a prefix of subjects.`,
    );
  });
}

function assertName(name: string): void {
  if (name.trim() !== '' && name.length <= longestName && !/\p{Cc}/u.test(name)) return;
  throw new KeyError('invalid', `A name is text of 1 to ${longestName} characters in one line.`);
}

function assertFuture(expiresAt: number | undefined, now: number): void {
  if (expiresAt !== undefined && !(expiresAt > now))
    throw new KeyError('invalid', 'A key can only end in the future.');
}

function notFound(id: string): KeyError {
  return new KeyError('not-found', `Key ${JSON.stringify(id)} not found.`);
}
