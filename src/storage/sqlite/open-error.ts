import { MigrationRefusal } from '../migrations/history.ts';
import { resultCode, sqliteCodes } from './result-code.ts';

export type StoreOpenReason =
  | 'in-use'
  | 'not-a-directory'
  | 'not-writable'
  | 'not-a-store'
  | 'missing'
  | 'not-migrated'
  | MigrationRefusal['reason']
  | 'failed';

/** The data directory can't be used as it is. The message is one sentence for the operator. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
  readonly reason: StoreOpenReason;

  constructor(reason: StoreOpenReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** What `cause`, thrown while `path` was being opened, means for the operator. */
export function toOpenError(path: string, cause: unknown): StoreOpenError {
  if (cause instanceof StoreOpenError) return cause;
  if (cause instanceof MigrationRefusal)
    return new StoreOpenError(cause.reason, cause.message, { cause: cause.cause });
  const reason = reasonOf(cause);
  return new StoreOpenError(reason, `${sentences[reason](path)} (${detailOf(cause)}).`, { cause });
}

/** The reasons that an error of the system or of SQLite can stand for. */
type FoundReason = Exclude<StoreOpenReason, 'missing' | 'not-migrated' | MigrationRefusal['reason']>;

const sentences: Record<FoundReason, (path: string) => string> = {
  'in-use': (path) => `Another process holds ${path}: its data directory is in use`,
  'not-a-directory': (path) => `The data directory ${path} is not a directory`,
  'not-writable': (path) => `${path} can't be written by this user`,
  'not-a-store': (path) => `${path} is damaged or is not a SQLite database`,
  failed: (path) => `${path} can't be opened`,
};

const reasonBySystemCode = new Map<string, FoundReason>([
  ['EEXIST', 'not-a-directory'],
  ['ENOTDIR', 'not-a-directory'],
  ['EACCES', 'not-writable'],
  ['EPERM', 'not-writable'],
  ['EROFS', 'not-writable'],
]);

const reasonByResultCode = new Map<number, FoundReason>([
  [sqliteCodes.busy, 'in-use'],
  [sqliteCodes.permission, 'not-writable'],
  [sqliteCodes.readOnly, 'not-writable'],
  [sqliteCodes.cannotOpen, 'not-writable'],
  [sqliteCodes.corrupt, 'not-a-store'],
  [sqliteCodes.notADatabase, 'not-a-store'],
]);

function reasonOf(cause: unknown): FoundReason {
  const code = resultCode(cause);
  if (code !== undefined) return reasonByResultCode.get(code) ?? 'failed';
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') {
    return reasonBySystemCode.get(cause.code) ?? 'failed';
  }
  return 'failed';
}

function detailOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
