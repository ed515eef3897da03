import type { Grant } from './principal.ts';

/** An API key as it is stored. Times in milliseconds since 1970. */
export interface StoredKey {
  readonly id: string;
  /** For people; need not be unique. */
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Of the secret, see key-digest.ts. */
  readonly digest: string;
  /** The secret before the last rotation, which is good until then. */
  readonly previous: { readonly digest: string; readonly until: number } | undefined;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
  /** Some seconds more or less, and written some time later. */
  readonly lastUsedAt: number | undefined;
}

/** What a rotation puts in place. */
export interface Rotation {
  readonly digest: string;
  /** Until when the secret so far is good. */
  readonly previousUntil: number;
  /** Undefined: as it is. */
  readonly expiresAt?: number | undefined;
}

/**
 * Where API keys are kept, for all processes that use the same schema store. What can't be read or written
 * rejects with `StoreUnavailableError`.
 */
export interface KeyStore {
  /** Whether a key was ever made, a revoked one included. */
  any(): Promise<boolean>;
  find(id: string): Promise<StoredKey | undefined>;
  /** All of them, the oldest first. */
  list(): Promise<readonly StoredKey[]>;
  add(key: StoredKey): Promise<void>;
  /** Ends a key; one that was revoked before stays as it is. Resolves with it, or undefined when there is none. */
  revoke(id: string, at: number): Promise<StoredKey | undefined>;
  /** Resolves with the key as it is then, or undefined when there is none, or it is revoked. */
  rotate(id: string, rotation: Rotation): Promise<StoredKey | undefined>;
  /** Notes when keys were last used; an earlier time than the one noted changes nothing. */
  touch(uses: ReadonlyMap<string, number>): Promise<void>;
  close(): Promise<void>;
}
