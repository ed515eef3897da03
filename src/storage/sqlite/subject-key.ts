/**
 * How a subject's name is stored: UTF-16 code units, high byte first. SQLite compares these bytes in the
 * very order in which JavaScript compares strings (its TEXT order, by code points, differs above U+D7FF),
 * and any string survives, with U+0000 and lone surrogates too.
 */
export function subjectKey(subject: string): Uint8Array {
  return Buffer.from(subject, 'utf16le').swap16();
}

/** The name that `subjectKey` was given. */
export function subjectOfKey(key: Uint8Array): string {
  // A copy: swap16 works in place.
  return Buffer.from(key).swap16().toString('utf16le');
}
