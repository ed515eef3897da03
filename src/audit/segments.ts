import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One file of a chain. */
export interface Segment {
  readonly path: string;
  readonly name: string;
  /** Number of its first line. */
  readonly first: number;
}

const form = /^audit-([1-9]\d?)-(\d{12,16})\.jsonl$/;

/** The name says where in which chain the file stands; names sort as the lines do. */
export function segmentName(chain: number, first: number): string {
  return `audit-${chain}-${String(first).padStart(12, '0')}.jsonl`;
}

/** The files of a chain, in order. */
export function segmentsOf(directory: string, chain: number): readonly Segment[] {
  return readdirSync(directory)
    .flatMap((name) => {
      const [, number, first] = form.exec(name) ?? [];
      return Number(number) === chain ? [{ name, path: join(directory, name), first: Number(first) }] : [];
    })
    .sort((a, b) => a.first - b.first);
}

/** Numbers of the chains in a directory: of those that have files, or had. */
export function chainsIn(directory: string): readonly number[] {
  const numbers = readdirSync(directory).flatMap((name) => {
    const number = form.exec(name)?.[1] ?? /^audit-([1-9]\d?)\.head$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The file that tells how far a chain had come: without it nobody could tell that its end was cut off. */
export function headFile(directory: string, chain: number): string {
  return join(directory, `audit-${chain}.head`);
}

/** Held by the process that adds to the chain. */
export function lockFile(directory: string, chain: number): string {
  return join(directory, `audit-${chain}.lock`);
}

export function isSegmentName(name: string): boolean {
  return form.test(name);
}
