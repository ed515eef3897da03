import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DumpableStore, DumpRecord } from '../../../src/registry/dump.ts';
import { readTree } from '../../../src/schema-tree/read-tree.ts';
import { renderTree } from '../../../src/schema-tree/render-tree.ts';
import { treeRecords } from '../../../src/schema-tree/tree-records.ts';
import { writeTree } from '../../../src/schema-tree/write-tree.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';
import { registries } from '../../helpers/registries.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { openThreadlessStore } from '../../helpers/threadless-store.ts';

it('a tree says all that the registry holds, under names that any file system tells apart', async () => {
  const property = fc.asyncProperty(registries, async (records) => {
    const files = await renderTree(streamOf(records));
    const folded = [...files.keys()].map((path) => path.normalize('NFC').toLowerCase());
    expect(new Set(folded).size).toBe(files.size);
    expect(sorted(await recordsOf(files))).toEqual(sorted(records));
  });
  await fc.assert(property, propertyRuns(40));
});

it('export, import into an empty store, export again gives the same bytes', async () => {
  const property = fc.asyncProperty(registries, async (records) => {
    await using store = await loadedStore(records);
    const exported = await renderTree(store.dump());
    await using copy = await loadedStore(await recordsOf(exported));
    expect([...(await renderTree(copy.dump()))]).toEqual([...exported]);
  });
  await fc.assert(property, propertyRuns(15));
});

/** What an import of a directory with these files would load. */
async function recordsOf(files: ReadonlyMap<string, string>): Promise<readonly DumpRecord[]> {
  const directory = temporaryDirectory();
  await writeTree(directory, files);
  const read = treeRecords(await readTree(directory));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.records;
}

async function loadedStore(records: readonly DumpRecord[]) {
  const { store, reopen, dispose } = await openThreadlessStore();
  await (store as object as DumpableStore).load(streamOf(records));
  const copied = (await reopen()) as object as DumpableStore;
  return { dump: () => copied.dump(), [Symbol.asyncDispose]: dispose };
}

async function* streamOf(records: readonly DumpRecord[]): AsyncGenerator<DumpRecord> {
  yield* records;
}

/** As text that does not depend on the order of records and keys. */
function sorted(records: readonly DumpRecord[]): readonly string[] {
  return records.map((record) => canonical(record)).sort();
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.entries(part)
          .filter(([, item]) => item !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
      : part,
  );
}
