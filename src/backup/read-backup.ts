import { createHash } from 'node:crypto';
import type { DumpRecord } from '../registry/dump.ts';
import { BackupFileError } from './backup-file-error.ts';
import { type BackupHeader, formatName, formatVersion, trailerKind } from './backup-format.ts';
import { backupLines } from './backup-lines.ts';
import { objectOfLine, recordOfLine } from './record-line.ts';

/**
 * The records of a backup. What is wrong with the file may show only at its end: whoever stores the
 * records must be able to undo that.
 * @throws BackupFileError
 */
export async function* readBackup(file: string): AsyncGenerator<DumpRecord> {
  const hash = createHash('sha256');
  const lines = backupLines(file);
  let end: string | undefined;
  let first = true;
  for await (const line of lines) {
    if (end !== undefined) throw new BackupFileError('changed', 'it goes on after its end');
    const trailer = first ? undefined : trailerOf(line);
    if (first) headerOf(line);
    else if (trailer === undefined) yield recordOfLine(line);
    first = false;
    if (trailer === undefined) hash.update(line).update('\n');
    else end = trailer;
  }
  if (first) throw new BackupFileError('truncated', 'it has no line');
  if (end === undefined) throw new BackupFileError('truncated', 'its end is missing');
  if (end !== hash.digest('hex')) throw new BackupFileError('changed', 'its checksum is another');
}

/**
 * What a backup says about itself.
 * @throws BackupFileError
 */
export async function readBackupHeader(file: string): Promise<BackupHeader> {
  for await (const line of backupLines(file)) return headerOf(line);
  throw new BackupFileError('truncated', 'it has no line');
}

function headerOf(line: string): BackupHeader {
  const value = objectOfLine(line);
  if (value?.['format'] !== formatName)
    throw new BackupFileError('not-a-backup', 'its first line is another');
  const version = value['formatVersion'];
  if (version !== formatVersion) {
    throw new BackupFileError(
      'newer-format',
      `its format is ${String(version)}, this version knows ${formatVersion}; restore it with Schemagate ` +
        `${String(value['program'])} or later`,
    );
  }
  return value as unknown as BackupHeader;
}

/** The checksum in a trailer; undefined when the line is none. Only such a line begins so. */
function trailerOf(line: string): string | undefined {
  if (!line.startsWith(`{"kind":"${trailerKind}"`)) return undefined;
  return String(objectOfLine(line)?.['sha256']);
}
