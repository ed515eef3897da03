import type { Finding, Risk } from './row.ts';

/** As OpenSSF Scorecard weighs its checks. */
export const weights: Readonly<Record<Risk, number>> = { critical: 10, high: 7.5, medium: 5, low: 2.5 };

export interface Judged extends Finding {
  readonly risk: Risk;
}

export interface Score {
  /** Share of the weight that was checked and passed, from 0 to 100. */
  readonly score: number;
  /** Share of the weight of all rows that apply that could be checked, from 0 to 100. */
  readonly checked: number;
}

/** Weighs rows by their risk. What could not be checked lowers `checked`, never raises `score`. */
export function scoreOf(rows: readonly Judged[]): Score {
  const weight = (...verdicts: readonly Finding['verdict'][]) =>
    rows
      .filter(({ verdict }) => verdicts.includes(verdict))
      .reduce((sum, { risk }) => sum + weights[risk], 0);
  const checked = weight('pass', 'fail');
  const applicable = weight('pass', 'fail', 'inconclusive');
  return { score: percent(weight('pass'), checked), checked: percent(checked, applicable) };
}

// Of nothing, nothing is good. Rounded down, so that only all is 100.
function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part / whole) * 1000) / 10;
}
