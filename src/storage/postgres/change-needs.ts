import type { Change, ContentKey, GuardScope, Write } from '../../registry/store.ts';
import { scopeKey } from './scope-key.ts';
import { subjectKey } from './subject-key.ts';

/** What a transaction must hold still, and know, before changes can be decided in it. */
export interface Needs {
  /** The scopes locked for this transaction alone, in the order in which all transactions lock. */
  readonly exclusive: readonly Buffer[];
  /** Every change rests on the global settings and few alter them, so that most share their lock. */
  readonly global: 'none' | 'shared' | 'exclusive';
  readonly contents: readonly ContentKey[];
  readonly versions: readonly VersionName[];
}

export interface VersionName {
  readonly subject: Buffer;
  readonly version: number;
}

/** A content key as a key of a map. */
export function contentName({ guid, schemaType }: ContentKey): string {
  return `${schemaType} ${guid}`;
}

/** What the changes need together. */
export function needsOf(changes: readonly Change[]): Needs {
  const exclusive = new Map<string, Buffer>();
  const contents = new Map<string, ContentKey>();
  const versions = new Map<string, VersionName>();
  let global: Needs['global'] = 'none';

  function lock(scope: GuardScope, alters: boolean): void {
    if (scope.kind !== 'global') {
      const key = scopeKey(scope);
      exclusive.set(key.toString('latin1'), key);
    } else if (alters) global = 'exclusive';
    else if (global === 'none') global = 'shared';
  }

  function name(subject: string, numbers: readonly number[]): void {
    lock({ kind: 'subject', subject }, true);
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
        lock(write.scope, true);
        break;
      case 'set-property':
        break;
    }
  }

  for (const { guards, writes } of changes) {
    for (const { scope, revision, changes: alters } of guards) {
      if (alters || revision !== 'any') lock(scope, alters);
    }
    for (const write of writes) prepare(write);
  }
  return {
    exclusive: [...exclusive.values()].toSorted((a, b) => a.compare(b)),
    global,
    contents: [...contents.values()],
    versions: [...versions.values()],
  };
}
