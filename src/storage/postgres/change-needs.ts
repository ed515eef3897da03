import type { Change, ContentKey, Guard, GuardScope, Write } from '../../registry/store.ts';
import { scopeKey, scopeName } from './scope-key.ts';
import { subjectKey } from './subject-key.ts';

/** What a transaction must hold still, and know, before changes can be decided in it. */
export interface Needs {
  /** The scopes locked for this transaction alone, in the order in which all transactions lock. */
  readonly exclusive: readonly LockedScope[];
  /** Every change rests on the global settings and few alter them: most share their lock. */
  readonly sharesGlobal: boolean;
  /** In the order in which all transactions lock. */
  readonly contents: readonly ContentKey[];
  readonly versions: readonly VersionName[];
}

export interface LockedScope {
  readonly key: Buffer;
  /** How much the revisions of the scope, and of its referrers, grow if no change is in conflict. */
  growth: number;
  referrersGrowth: number;
}

export interface VersionName {
  readonly subject: Buffer;
  readonly version: number;
}

/** A content key as a key of a map, in whose order contents are locked. */
export function contentName({ guid, schemaType }: ContentKey): string {
  return `${guid} ${schemaType}`;
}

/** The scopes whose revisions a change lets grow, by one each: two of its guards may name the same. */
export function grownScopes(guards: readonly Guard[]): ReadonlyMap<string, GuardScope> {
  return new Map(guards.filter(({ changes }) => changes).map(({ scope }) => [scopeName(scope), scope]));
}

/** What the changes need together. */
export function needsOf(changes: readonly Change[]): Needs {
  const locked = new Map<string, LockedScope>();
  const contents = new Map<string, ContentKey>();
  const versions = new Map<string, VersionName>();
  let sharesGlobal = false;

  function lock(scope: GuardScope): LockedScope {
    const key = scopeKey(scope);
    const name = key.toString('latin1');
    const found = locked.get(name) ?? { key, growth: 0, referrersGrowth: 0 };
    locked.set(name, found);
    return found;
  }

  function name(subject: string, numbers: readonly number[]): void {
    lock({ kind: 'subject', subject });
    const key = subjectKey(subject);
    for (const version of numbers) versions.set(`${version} ${subject}`, { subject: key, version });
  }

  function prepare(write: Write): void {
    switch (write.kind) {
      case 'add-version': {
        const key = { guid: write.guid, schemaType: write.content.schemaType };
        contents.set(contentName(key), key);
        name(write.subject, [write.version]);
        break;
      }
      case 'mark-deleted':
      case 'remove-versions':
        name(write.subject, write.versions);
        break;
      case 'set-config':
      case 'set-mode':
        lock(write.scope);
        break;
      case 'set-property':
        break;
    }
  }

  for (const { guards, writes } of changes) {
    for (const { scope, revision } of guards) {
      if (revision === 'any') continue;
      if (scope.kind === 'global') sharesGlobal = true;
      else lock(scope);
    }
    for (const scope of grownScopes(guards).values()) {
      lock(scope)[scope.kind === 'referrers' ? 'referrersGrowth' : 'growth'] += 1;
    }
    for (const write of writes) prepare(write);
  }
  const global = scopeKey({ kind: 'global' }).toString('latin1');
  return {
    exclusive: [...locked.values()].toSorted((a, b) => a.key.compare(b.key)),
    sharesGlobal: sharesGlobal && !locked.has(global),
    contents: [...contents].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key),
    versions: [...versions.values()],
  };
}
