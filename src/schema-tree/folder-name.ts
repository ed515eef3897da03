import { createHash } from 'node:crypto';
import { registryFileName } from './model.ts';

/** File systems hold 255 bytes a name; archives and some tools fewer. */
const longestName = 200;
/** Device names on Windows, with any extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Folder names of subjects, by subject: what a file system may not hold is percent-encoded, and so are capital
 * letters where two names differ in nothing else. A name that is too long, empty or not well-formed
 * gets a digest for a folder, and `subject.yaml` says it.
 */
export function folderNames(subjects: readonly string[]): ReadonlyMap<string, string> {
  const folded = new Map<string, number>();
  for (const subject of subjects) folded.set(fold(subject), (folded.get(fold(subject)) ?? 0) + 1);
  return new Map(
    subjects.map((subject) => [subject, folderName(subject, (folded.get(fold(subject)) ?? 0) > 1)]),
  );
}

/** The subject that a folder's name stands for; undefined when it is not percent-encoded text. */
export function subjectOfFolder(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

function folderName(subject: string, crowded: boolean): string {
  if (subject === '' || !subject.isWellFormed()) return digestName(subject);
  let name = encodeURIComponent(subject).replaceAll(/[!'()*~]/g, encodeByte);
  if (crowded)
    name = name.replaceAll(/%[0-9A-F]{2}|[A-Z]/g, (part) => (part.length > 1 ? part : encodeByte(part)));
  if (device.test(name) || name.startsWith('.') || fold(name) === registryFileName) {
    name = encodeByte(name.charAt(0)) + name.slice(1);
  }
  if (name.endsWith('.')) name = name.slice(0, -1) + encodeByte('.');
  return name.length > longestName ? digestName(subject) : name;
}

function encodeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function digestName(subject: string): string {
  return `subject-${createHash('sha256').update(JSON.stringify(subject)).digest('hex').slice(0, 32)}`;
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
