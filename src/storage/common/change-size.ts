import type { Change } from '../../registry/store.ts';

/** Names, ids, settings: what a write needs besides schema text. */
const writeOverhead = 500;

/** Roughly the bytes a change takes in memory while it waits. */
export function changeSize(change: Change): number {
  let bytes = writeOverhead;
  for (const write of change.writes) {
    bytes += writeOverhead;
    if (write.kind === 'add-version') bytes += write.content.text.length;
  }
  return bytes;
}
