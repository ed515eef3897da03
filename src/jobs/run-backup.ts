import { type BackupReport, makeBackup } from '../backup/make-backup.ts';
import { openTarget } from '../backup/open-target.ts';
import type { RetentionPolicy } from '../backup/retention.ts';
import { openConfiguredDump } from '../storage/configured-store.ts';
import { makeScratchStore } from '../storage/sqlite/scratch-store.ts';
import { version } from '../version.ts';
import { type BackupSettings, s3Access } from './backup-settings.ts';

/** All that a backup needs to know, as plain data, so that any thread can make it. */
export interface BackupOrder {
  readonly settings: BackupSettings;
  /** Directory, or `s3://bucket/prefix`. */
  readonly place: string;
  readonly retention?: RetentionPolicy | undefined;
  /** A directory for this backup alone; whoever orders removes it, and what is left at `staged`. */
  readonly scratch: string;
  readonly staged: string;
}

/**
 * Backs the configured store up, on this thread.
 * @throws BackupError
 */
export async function runBackup(order: BackupOrder): Promise<BackupReport> {
  const { settings, place, retention, scratch, staged } = order;
  const source = openConfiguredDump(settings, scratch);
  try {
    return await makeBackup({
      source,
      target: openTarget(place, s3Access(settings)),
      program: version,
      staged,
      makeScratchStore: () => makeScratchStore(scratch),
      retention,
    });
  } finally {
    await source.close();
  }
}
