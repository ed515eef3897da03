import { refusals } from './refusals.ts';
import type { Version } from './schema.ts';

const maxVersion = 2 ** 31 - 1;

/** Reads a version from a path: 1 to 2^31-1, `latest` in any case, or -1, which means the same. Throws 42202. */
export function parseVersion(text: string): Version | 'latest' {
  const word = text.trim();
  if (word.toLowerCase() === 'latest' || word === '-1') return 'latest';
  const number = /^\+?\d{1,10}$/.test(word) ? Number(word) : Number.NaN;
  if (!(number >= 1 && number <= maxVersion)) throw refusals.invalidVersion(text);
  return toVersion(number);
}

/** For numbers that are known to be a version's. */
export function toVersion(number: number): Version {
  return number as Version;
}
