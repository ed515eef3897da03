export type BackupFileReason = 'not-a-backup' | 'newer-format' | 'truncated' | 'changed';

const sentences: Readonly<Record<BackupFileReason, string>> = {
  'not-a-backup': 'The file is not a backup of Schemagate',
  'newer-format': 'The backup was made by a newer version of Schemagate',
  truncated: 'The backup is not whole',
  changed: 'The backup was changed or damaged since it was made',
};

/** A file can't be restored from. The message is one sentence for the operator. */
export class BackupFileError extends Error {
  override readonly name = 'BackupFileError';
  readonly reason: BackupFileReason;

  constructor(reason: BackupFileReason, detail: string, options?: ErrorOptions) {
    super(`${sentences[reason]}: ${detail}`, options);
    this.reason = reason;
  }
}

/** What an error of the decompression says about the file; any other error as it is. */
export function toBackupFileError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new BackupFileError('truncated', 'it ends early', { cause: error });
  if (code === 'ZSTD_error_prefix_unknown') {
    return new BackupFileError('not-a-backup', 'it is not compressed with zstd', { cause: error });
  }
  if (!code.startsWith('ZSTD_error')) return error;
  return new BackupFileError('changed', `it can't be decompressed (${code})`, { cause: error });
}
