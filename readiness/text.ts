import type { Candidate } from './candidate.ts';
import { type Finding, judged } from './row.ts';

/** Passes when the file says all of these. */
export function says(candidate: Candidate, path: string, wanted: Readonly<Record<string, RegExp>>): Finding {
  if (!candidate.has(path)) return judged([`${path} is missing`], '');
  const text = candidate.read(path);
  const problems = Object.entries(wanted)
    .filter(([, pattern]) => !pattern.test(text))
    .map(([what]) => `${path} lacks ${what}`);
  return judged(problems, `${path} has ${Object.keys(wanted).join(', ')}`);
}

/** Removes the line with this text, for a sabotage. */
export const without = (pattern: RegExp | string) => (text: string) => text.replace(pattern, '');
export const replaced = (pattern: RegExp | string, by: string) => (text: string) => text.replace(pattern, by);
export const gone = () => undefined;
