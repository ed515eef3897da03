import { MigrationRefusal } from '../migrations/history.ts';
import { sqlState } from './error-class.ts';

export type StoreOpenReason =
  | 'unreachable'
  | 'refused'
  | 'old-server'
  | MigrationRefusal['reason']
  | 'not-migrated';

/** The database can't be used as it is. The message is one sentence for the operator, without secrets. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
  readonly reason: StoreOpenReason;

  constructor(reason: StoreOpenReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** What `cause`, thrown while the database was being opened, means for the operator. */
export function toOpenError(url: string, cause: unknown): StoreOpenError {
  if (cause instanceof StoreOpenError) return cause;
  if (cause instanceof MigrationRefusal)
    return new StoreOpenError(cause.reason, cause.message, { cause: cause.cause });
  const reason = sqlState(cause) === undefined ? 'unreachable' : 'refused';
  const what = reason === 'unreachable' ? "can't be reached" : 'refuses to be opened';
  return new StoreOpenError(reason, `The database ${placeOf(url)} ${what} (${detailOf(cause)}).`, { cause });
}

/** Host and database of a URL, without user and password. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'of DATABASE_URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** Several addresses of one host fail with an error that has no message of its own. */
function detailOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map((each) => detailOf(each)).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
