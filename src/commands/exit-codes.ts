import { CommanderError } from 'commander';
import { KeyError } from '../access/keys.ts';
import { BackupFileError } from '../backup/backup-file-error.ts';
import { BackupPlaceError } from '../backup/open-target.ts';
import { StoreNotEmptyError } from '../registry/dump.ts';

/** How the program ends; docs/operations/backup-and-restore.md lists them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** Of `plan` and `migrate status` alone, as a pipeline wants to know: there is something to apply. */
  different: 2,
  /** The file is no backup that can be restored. */
  badBackup: 3,
  storeNotEmpty: 4,
} as const;

/** The command can't do its work as it was called or as the settings are. One line for each problem. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A registry is not as a schema directory declares it, or its layout is not that of this version. */
export class DifferenceError extends Error {
  override readonly name = 'DifferenceError';
}

/** The exit code for what a command threw. */
export function exitCodeOf(error: unknown): number {
  // Help and version end so too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof UsageError || error instanceof BackupPlaceError) return exitCodes.usage;
  if (error instanceof KeyError) return exitCodes.usage;
  if (error instanceof DifferenceError) return exitCodes.different;
  if (error instanceof BackupFileError) return exitCodes.badBackup;
  if (error instanceof StoreNotEmptyError) return exitCodes.storeNotEmpty;
  return exitCodes.failed;
}
