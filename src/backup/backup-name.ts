import { randomBytes } from 'node:crypto';

const pattern = /^schemagate-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{8}\.ndjson\.zst$/;

/** What a name is followed by when the backup could not be verified: it is then no backup to rely on. */
const unverified = '.unverified';

/** A name that sorts by time and that no other backup has. */
export function nameBackup(time: Date): string {
  const stamp = time.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return `schemagate-${stamp}-${randomBytes(4).toString('hex')}.ndjson.zst`;
}

/** When the backup of this name was made; undefined when the name is not that of a verified backup. */
export function timeOfName(name: string): Date | undefined {
  const match = pattern.exec(name);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** The name that a backup has until a restore has verified it. */
export function unverifiedName(name: string): string {
  return name + unverified;
}
