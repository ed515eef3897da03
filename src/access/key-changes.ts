import type { StoredKey } from './key-store.ts';

export type KeyChange = 'created' | 'revoked' | 'rotated';

/** What happened to a key, as its rows before and after tell. */
export interface FoundChange {
  readonly change: KeyChange;
  readonly key: StoredKey;
}

/** Finds out what others did to the keys: those with the command line, and other replicas. */
export class KeyChanges {
  #seen: ReadonlyMap<string, StoredKey> | undefined;
  readonly #own = new Set<string>();

  /** Leaves a change of this process out, which is known already. */
  leaveOut(id: string): void {
    this.#own.add(id);
  }

  /** What is new since the last call; the first one finds nothing, since nothing was seen before. */
  find(keys: readonly StoredKey[]): readonly FoundChange[] {
    const before = this.#seen;
    this.#seen = new Map(keys.map((key) => [key.id, key]));
    const found = before && keys.flatMap((key) => changeOf(before.get(key.id), key) ?? []);
    const others = (found ?? []).filter(({ key }) => !this.#own.has(key.id));
    this.#own.clear();
    return others;
  }
}

function changeOf(before: StoredKey | undefined, key: StoredKey): FoundChange | undefined {
  if (before === undefined) return { change: 'created', key };
  if (before.revokedAt === undefined && key.revokedAt !== undefined) return { change: 'revoked', key };
  return before.digest === key.digest ? undefined : { change: 'rotated', key };
}
