import { type BackupReport, makeBackup } from '../backup/make-backup.ts';
import { openTarget } from '../backup/open-target.ts';
import type { RetentionPolicy } from '../backup/retention.ts';
import type { OutboundListener } from '../outbound/options.ts';
import { openConfiguredDump } from '../storage/configured-store.ts';
import { makeScratchStore } from '../storage/sqlite/scratch-store.ts';
import { version } from '../version.ts';
import { type BackupSettings, s3Access } from './backup-settings.ts';
import { s3Fetch } from './s3-fetch.ts';

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
 * Backs the configured store up, on this thread; the listener is told of calls to S3.
 * @throws BackupError
 */
export async function runBackup(order: BackupOrder, listener?: OutboundListener): Promise<BackupReport> {
  const { settings, place, retention, scratch, staged } = order;
  const source = openConfiguredDump(settings, scratch);
  try {
    return await makeBackup({
      source,
      target: openTarget(place, s3Access(settings, s3Fetch(settings, listener))),
      program: version,
      staged,
      makeScratchStore: () => makeScratchStore(scratch),
      retention,
    });
  } finally {
    await source.close();
  }
}
