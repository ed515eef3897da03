import type { DumpableStore, DumpRecord } from '../../src/registry/dump.ts';
import { guidOf } from '../../src/registry/identity.ts';
import { globalScope, subjectScope } from '../../src/registry/settings.ts';
import { makeScratchStore } from '../../src/storage/sqlite/scratch-store.ts';
import { contentOf } from './changes.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A dump with this many schemas, each in a subject of its own, and one record of every other kind. */
export function dumpOfSchemas(count: number): DumpRecord[] {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const contents = numbers.map((n) => contentOf(`{"title":"${n}"}`));
  return [
    ...contents.map(
      (content, index): DumpRecord => ({
        kind: 'schema',
        ...content,
        id: (index + 1) as never,
        guid: guidOf(content),
      }),
    ),
    ...numbers.map(
      (n): DumpRecord => ({
        kind: 'version',
        subject: `subject-${n}`,
        version: 1 as never,
        id: n as never,
        deleted: n % 7 === 0,
        timestamp: n,
      }),
    ),
    { kind: 'config', scope: globalScope, config: { compatibilityLevel: 'FULL' } },
    { kind: 'mode', scope: subjectScope('subject-1'), mode: 'READONLY' },
    { kind: 'property', name: 'p', value: 'v' },
    { kind: 'last-id', id: count + 3 },
  ];
}

export async function* streamOf(records: readonly DumpRecord[]): AsyncGenerator<DumpRecord> {
  yield* records;
}

/** An empty store of the running test's own. */
export function emptyStore(): DumpableStore {
  return makeScratchStore(temporaryDirectory());
}
