import { type ErrorCategory, errorTable, RegistryError } from '../../registry/errors.ts';
import { FormatBusyError } from '../../registry/format.ts';
import { StoreUnavailableError } from '../../registry/store.ts';
import { genericMessage, HttpError } from '../http-error.ts';

/** What a client is told of an error, and how it is counted. */
export interface ErrorReply {
  /** HTTP status. */
  readonly status: number;
  readonly code: number;
  readonly category: ErrorCategory;
  /** Fit for the client: nothing from inside the server. */
  readonly message: string;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number;
}

/** Categories of statuses that have no row in the registry's table of codes. */
export const statusCategories: Readonly<Record<number, ErrorCategory>> = {
  401: 'auth',
  403: 'auth',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  429: 'rate-limit',
  503: 'unavailable',
  504: 'timeout',
};

const internalError: ErrorReply = {
  status: 500,
  code: 500,
  category: 'internal',
  message: 'Internal Server Error',
};

const givenUp: ErrorReply = {
  status: 503,
  code: 503,
  category: 'timeout',
  message: 'The request took too long and was given up',
  retryAfter: 1,
};

/** Decides the answer to anything that was thrown. What is not known is an internal error. */
export function describeError(error: unknown): ErrorReply {
  if (error instanceof RegistryError) {
    const { status, code, category, message } = error;
    return { status, code, category, message };
  }
  if (error instanceof StoreUnavailableError) {
    const { code, category, meaning } = errorTable.storeError;
    return { status: 503, code, category, message: meaning, retryAfter: 1 };
  }
  if (error instanceof FormatBusyError) {
    return { status: 503, code: 503, category: 'unavailable', message: error.message, retryAfter: 1 };
  }
  if (isGivenUp(error)) return givenUp;
  const status = statusOf(error);
  if (status === undefined || status === 500 || !(error instanceof Error)) return internalError;
  const category = statusCategories[status] ?? (status < 500 ? 'validation' : 'internal');
  const code = error instanceof HttpError ? error.errorCode : status;
  return { status, code, category, message: messageFor(status, error) };
}

/** Out of the time that the route has; or nobody waits for the answer any more, and nobody gets it. */
function isGivenUp(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && error.code === 'FST_ERR_HANDLER_TIMEOUT');
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && 'statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode <= 599 ? statusCode : undefined;
}

const sayMore: ReadonlySet<number> = new Set([413, 415]);

// What a plugin or Fastify says of a client's mistake helps the client; what it says of ours does not.
function messageFor(status: number, error: Error): string {
  if (error instanceof HttpError) return error.message;
  if (status >= 500 || sayMore.has(status) || error.message === '') return genericMessage(status);
  return error.message;
}
