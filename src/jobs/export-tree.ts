import { withScratchDirectory } from '../backup/scratch-directory.ts';
import { renderTree } from '../schema-tree/render-tree.ts';
import { type WrittenTree, writeTree } from '../schema-tree/write-tree.ts';
import { openConfiguredDump } from '../storage/configured-store.ts';
import { type BackupSettings, commandScratchParent } from './backup-settings.ts';

/** Writes all that the configured store holds, as of one moment, as a tree; also while a service uses the store. */
export function exportTree(directory: string, settings: BackupSettings): Promise<WrittenTree> {
  return withScratchDirectory(commandScratchParent(settings), async (scratch) => {
    const source = openConfiguredDump(settings, scratch);
    try {
      return await writeTree(directory, await renderTree(source.dump()));
    } finally {
      await source.close();
    }
  });
}
