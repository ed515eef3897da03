import { DatabaseError } from 'pg';

/**
 * What an error of the driver means for whoever made the call.
 * - `contention`: others changed the same rows; the same transaction may succeed now.
 * - `transient`: the server is away, or full, for a moment; a retry on a new connection may succeed.
 * - `unavailable`: the server answers and can't serve; so it will be for a while.
 * - `overload`: this process has no connection free.
 * - `refused`: the server took the statement and refused it.
 */
export type ErrorClass = 'contention' | 'transient' | 'unavailable' | 'overload' | 'refused';

/** Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const byCode = new Map<string, ErrorClass>([
  ['23502', 'contention'], // not null: content stored by another transaction meanwhile, see write-batch.ts
  ['23503', 'contention'], // foreign key
  ['23505', 'contention'], // unique
  ['40001', 'contention'], // serialization failure
  ['40P01', 'contention'], // deadlock
  ['53300', 'transient'], // too many connections
  ['57P01', 'transient'], // admin shutdown
  ['57P02', 'transient'], // crash shutdown
  ['57P03', 'transient'], // cannot connect now: starting up, or shutting down
  ['57P05', 'transient'], // idle session timeout
  ['25P03', 'transient'], // idle in transaction timeout
  ['57014', 'unavailable'], // statement timeout
  ['55P03', 'unavailable'], // lock timeout
  ['25006', 'unavailable'], // read-only transaction, such as on a standby
]);

/** By the first two characters: connection, resources (disk, memory), system errors. */
const byCodeClass = new Map<string, ErrorClass>([
  ['08', 'transient'],
  ['53', 'unavailable'],
  ['58', 'unavailable'],
  ['XX', 'unavailable'],
]);

/** Every pool connection is taken, and none became free in time. */
export class NoConnectionFreeError extends Error {
  override readonly name = 'NoConnectionFreeError';
}

/** The connection was lost while the transaction was being committed: it may or may not be stored. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}

/** The class of an error that the driver gave. */
export function classOf(error: unknown): ErrorClass {
  if (error instanceof NoConnectionFreeError) return 'overload';
  const code = sqlState(error);
  // A fault of the program, not of the way to the server.
  if (error instanceof TypeError || error instanceof RangeError) return 'refused';
  // All that the server didn't say itself is about the way to it: refused, reset, silent, unknown host.
  if (code === undefined) return 'transient';
  return byCode.get(code) ?? byCodeClass.get(code.slice(0, 2)) ?? 'refused';
}

/** The SQLSTATE of an error that the server reported; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}
