/**
 * How a subject's name is stored: UTF-16 code units, high byte first. PostgreSQL compares these bytes in
 * the very order in which JavaScript compares strings, whatever the database's collation, and any string
 * survives, with U+0000 and lone surrogates too, which its text can't hold.
 */
export function subjectKey(subject: string): Buffer {
  return Buffer.from(subject, 'utf16le').swap16();
}

/** The name that `subjectKey` was given. Uses up the key. */
export function subjectOfKey(key: Buffer): string {
  return key.swap16().toString('utf16le');
}

/** The least key above all keys of names with this prefix; undefined when there is none. */
export function endOfPrefix(prefix: string): Buffer | undefined {
  const units = prefix.replace(/\uffff+$/, '');
  if (units === '') return undefined;
  const last = units.charCodeAt(units.length - 1);
  return subjectKey(units.slice(0, -1) + String.fromCharCode(last + 1));
}
