import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Outcome } from './judge.ts';
import type { Finding, Row } from './row.ts';
import { type Score, scoreOf } from './score.ts';

/** A row and what it found, as it is kept. */
export interface JudgedRow extends Finding, Pick<Row, 'id' | 'title' | 'group' | 'risk' | 'source'> {}

export interface BrokenRow {
  readonly id: string;
  /** Undefined for a row that was not green before. */
  readonly outcome: Outcome | undefined;
  readonly found: string;
}

export interface SabotageRun {
  /** Day in UTC. */
  readonly date: string;
  readonly seconds: number;
  readonly rows: readonly BrokenRow[];
}

/** The recorded run: readiness/results.json. */
export interface Results extends Score {
  /** Day in UTC. */
  readonly date: string;
  readonly rows: readonly JudgedRow[];
  /** The last run that broke all rows; undefined before the first. */
  readonly sabotage?: SabotageRun;
}

export const resultsFile = 'readiness/results.json';

/** @throws Error when nothing was recorded */
export function recordedResults(): Results {
  return JSON.parse(readFileSync(resultsFile, 'utf8')) as Results;
}

export function judgedRow({ id, title, group, risk, source }: Row, finding: Finding): JudgedRow {
  const { verdict, found } = finding;
  return { id, title, group, risk, source, verdict, found: kept(found) };
}

/** A finding as it is recorded: one line, not too long, and without this machine's paths. */
export function kept(found: string): string {
  const line = found
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(new RegExp(`${RegExp.escape(tmpdir())}[^\\s"',:;]*`, 'g'), 'a directory')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

export function resultsOf(
  date: string,
  rows: readonly JudgedRow[],
  sabotage: SabotageRun | undefined,
): Results {
  return { date, ...scoreOf(rows), rows, ...(sabotage && { sabotage }) };
}

/** How many rows could be broken, and how many of them turned red for the right reason. */
export function proofOf({ rows }: SabotageRun): { readonly red: number; readonly broken: number } {
  const broken = rows.filter(({ outcome }) => outcome !== undefined);
  return { red: broken.filter(({ outcome }) => outcome === 'turned red').length, broken: broken.length };
}
