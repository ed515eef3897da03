import { compareVersions } from './versions.ts';

/** One version of CHANGELOG.md. */
export interface Entry {
  readonly version: string;
  /** When it was released, as 2026-11-24; undefined while it is not. */
  readonly date: string | undefined;
  readonly text: string;
}

/** The entries, in the order of the file. */
export function entriesOf(changeLog: string): Entry[] {
  return changeLog
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      const [version = '', date] = heading.split(' - ').map((word) => word.trim());
      return { version, date, text: lines.join('\n').trim() };
    });
}

/** What is wrong with the entries themselves: the newest comes first, and all but it are dated. */
export function entryFaults(entries: readonly Entry[]): string[] {
  const faults: string[] = [];
  for (const [index, { version, date, text }] of entries.entries()) {
    const newer = entries[index - 1];
    if (!/^\d+\.\d+\.\d+$/.test(version)) faults.push(`CHANGELOG.md: "${version}" is no version`);
    if (text === '') faults.push(`CHANGELOG.md: ${version} says nothing`);
    if (date !== undefined && !isDate(date)) faults.push(`CHANGELOG.md: ${version} has "${date}" for a date`);
    if (newer === undefined) continue;
    if (date === undefined) faults.push(`CHANGELOG.md: ${version} has no date, and is not the newest`);
    if (compareVersions(version, newer.version) >= 0)
      faults.push(`CHANGELOG.md: ${newer.version} stands before ${version}`);
    if (date !== undefined && newer.date !== undefined && date > newer.date)
      faults.push(`CHANGELOG.md: ${version} is dated after ${newer.version}`);
  }
  return faults;
}

function isDate(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
