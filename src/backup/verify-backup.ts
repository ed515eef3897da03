import type { DumpableStore } from '../registry/dump.ts';
import { BackupFileError } from './backup-file-error.ts';
import { DumpDigest, digested } from './dump-digest.ts';
import { readBackup } from './read-backup.ts';

/**
 * Restores a backup into an empty store and compares every record that this then holds with those of the
 * file, and with `expected`, the digest of what was backed up, where that is known. Resolves to the digest.
 * @throws BackupFileError
 */
export async function verifyBackup(
  file: string,
  scratch: DumpableStore,
  expected?: DumpDigest,
): Promise<DumpDigest> {
  const inFile = new DumpDigest();
  await scratch.load(digested(readBackup(file), inFile));
  const restored = new DumpDigest();
  for await (const record of scratch.dump()) restored.add(record);
  const wanted = expected ?? inFile;
  if (restored.value !== wanted.value || restored.value !== inFile.value) {
    throw new BackupFileError(
      'changed',
      `a store restored from it holds ${JSON.stringify(restored.counts)}, which is not what was backed up: ` +
        JSON.stringify(wanted.counts),
    );
  }
  return restored;
}
