import type { DumpRecord } from '../registry/dump.ts';
import type { Problem } from '../schema-tree/model.ts';
import { readTree } from '../schema-tree/read-tree.ts';
import { treeRecords } from '../schema-tree/tree-records.ts';
import { openConfiguredStore, type StoreSettings } from '../storage/configured-store.ts';

export type ImportResult =
  | { readonly ok: true; readonly schemas: number; readonly versions: number }
  /** Nothing was imported. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Fills the configured store, which must be empty, with an exported tree: ids, timestamps and deletions as they
 * were, whole or not at all. The samples are not loaded into it afterwards.
 * @throws StoreNotEmptyError, or what reading the directory and opening the store throw
 */
export async function importTree(directory: string, settings: StoreSettings): Promise<ImportResult> {
  const read = treeRecords(await readTree(directory));
  if (!read.ok) return read;
  const store = await openConfiguredStore(settings);
  try {
    await store.load(streamOf(read.records));
  } finally {
    await store.close();
  }
  const count = (kind: DumpRecord['kind']) => read.records.filter((record) => record.kind === kind).length;
  return { ok: true, schemas: count('schema'), versions: count('version') };
}

async function* streamOf(records: readonly DumpRecord[]): AsyncGenerator<DumpRecord> {
  yield* records;
  yield { kind: 'property', name: 'schema-directory-loaded', value: new Date().toISOString() };
}
