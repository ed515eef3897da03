import type { KeyView, ShownKey } from '../access/keys.ts';

/** An API key as routes and commands show it, with times in text (RFC 3339). */
export interface KeyAnswer {
  id: string;
  name: string;
  grants: string[];
  state: string;
  createdAt: string;
  expiresAt?: string;
  revokedAt?: string;
  lastUsedAt?: string;
  /** Until when the secret before the last rotation is good. */
  previousUntil?: string;
}

export interface ShownKeyAnswer extends KeyAnswer {
  /** The key itself, which can't be shown again. */
  key: string;
}

/** A key as the API and the command line show it: times as text (ISO 8601). */
export function keyAnswer(view: KeyView): KeyAnswer {
  const { id, name, grants, state, createdAt, expiresAt, revokedAt, lastUsedAt, previousUntil } = view;
  return {
    id,
    name,
    grants: [...grants],
    state,
    createdAt: textOf(createdAt),
    ...(expiresAt !== undefined && { expiresAt: textOf(expiresAt) }),
    ...(revokedAt !== undefined && { revokedAt: textOf(revokedAt) }),
    ...(lastUsedAt !== undefined && { lastUsedAt: textOf(lastUsedAt) }),
    ...(previousUntil !== undefined && { previousUntil: textOf(previousUntil) }),
  };
}

/** The same with the key itself: once, when it is made. */
export function shownKeyAnswer(shown: ShownKey): ShownKeyAnswer {
  return { ...keyAnswer(shown), key: shown.key };
}

function textOf(time: number): string {
  return new Date(time).toISOString();
}
