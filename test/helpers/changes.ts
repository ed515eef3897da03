import { guidOf } from '../../src/registry/identity.ts';
import type { SchemaContent, SchemaId, Version } from '../../src/registry/schema.ts';
import type { Change, CommitResult, Guard, GuardScope, Store, Write } from '../../src/registry/store.ts';

/** JSON Schema content with the given text; all else as given. */
export function contentOf(text: string, more: Partial<SchemaContent> = {}): SchemaContent {
  return { schemaType: 'JSON', text, references: [], ...more };
}

export function add(subject: string, version: number, content: string | SchemaContent, timestamp = 1): Write {
  const whole = typeof content === 'string' ? contentOf(content) : content;
  return {
    kind: 'add-version',
    subject,
    version: version as Version,
    content: whole,
    guid: guidOf(whole),
    timestamp,
  };
}

export function markDeleted(subject: string, versions: readonly number[], timestamp = 2): Write {
  return { kind: 'mark-deleted', subject, versions: versions as Version[], timestamp };
}

export function remove(subject: string, versions: readonly number[]): Write {
  return { kind: 'remove-versions', subject, versions: versions as Version[] };
}

/** A guard that changes its scope. */
export function changing(scope: GuardScope, revision: Guard['revision']): Guard {
  return { scope, revision, changes: true };
}

/** A guard that only relies on its scope. */
export function relying(scope: GuardScope, revision: Guard['revision']): Guard {
  return { scope, revision, changes: false };
}

export function change(writes: readonly Write[], guards: readonly Guard[] = []): Change {
  return { guards, writes };
}

/** Commits writes that nothing guards, and returns the ids they stored schemas under. */
export async function write(store: Store, ...writes: readonly Write[]): Promise<readonly SchemaId[]> {
  const result = await store.commit(change(writes));
  if (result.outcome === 'conflict') throw new Error('The writes were refused');
  return result.schemaIds;
}

export function outcomes(results: readonly CommitResult[]): string[] {
  return results.map((result) => result.outcome);
}
