import type { SchemaId } from './schema.ts';
import { type Change, type Guard, type GuardScope, type Store, StoreUnavailableError } from './store.ts';

/** A writer that still loses against others after so many attempts gives up. */
export const maxAttempts = 100;

export interface Decision<T> {
  readonly guards: readonly Guard[];
  readonly writes: Change['writes'];
  /** The use case's answer, from the ids that the store gave. */
  readonly answer: (schemaIds: readonly SchemaId[]) => T;
}

/** A use case decides on what it reads: either an answer at once, or a change with the answer it will have. */
export type Outcome<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  | ({ readonly kind: 'change' } & Decision<T>);

/**
 * Runs `decide` and commits its change; when a fact it relied on changed meanwhile, decides again on the
 * new facts. `decide` must take its guards (with `takeGuards`) before it reads.
 */
export async function changeUnderGuard<T>(store: Store, decide: () => Promise<Outcome<T>>): Promise<T> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const outcome = await decide();
    if (outcome.kind === 'answer') return outcome.answer;
    const result = await store.commit({ guards: outcome.guards, writes: outcome.writes });
    if (result.outcome === 'committed') return outcome.answer(result.schemaIds);
  }
  throw new StoreUnavailableError('Too many writers change the same subject at once');
}

/** Guards on the scopes as they stand now; `changes` says which of them the change will alter. */
export async function takeGuards(
  store: Store,
  scopes: readonly { readonly scope: GuardScope; readonly changes: boolean }[],
): Promise<readonly Guard[]> {
  const revisions = await store.revisions(scopes.map(({ scope }) => scope));
  return scopes.map(({ scope, changes }, index) => ({ scope, changes, revision: revisions[index] ?? 0 }));
}
