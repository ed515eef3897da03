/** Primary result codes of SQLite: https://www.sqlite.org/rescode.html */
export const sqliteCodes = {
  permission: 3,
  busy: 5,
  readOnly: 8,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
} as const;

/** The primary result code of an error thrown by `node:sqlite`; undefined for any other error. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') {
    return undefined;
  }
  // The low byte is the primary code, the rest tells its kinds apart.
  return error.errcode & 0xff;
}
