import type { Alterations, Candidate } from './candidate.ts';

export const groups = [
  'testing',
  'error handling',
  'security',
  'observability',
  'resilience',
  'documentation',
  'performance',
  'operations',
  'configuration',
  'deployment',
  'post-deployment',
] as const;

export type Risk = 'critical' | 'high' | 'medium' | 'low';

/** What a look at the service came to; `found` is one sentence for people. */
export interface Finding {
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'not applicable';
  readonly found: string;
}

/** What breaks a property. */
export interface Sabotage extends Alterations {
  /** What the row finds then. Red for another reason, it proves nothing. */
  readonly reason: RegExp;
  /** Whether the service must not even start then. Otherwise a service that does not start proves nothing. */
  readonly refusedStart?: true;
}

/** One line of the checklist. */
export interface Row {
  readonly id: string;
  readonly group: (typeof groups)[number];
  readonly title: string;
  readonly risk: Risk;
  /** Which checklist asks for it. */
  readonly source: string;
  /** Programs without which the probe says nothing. */
  readonly needs?: readonly string[];
  /** Longest that the probe may take, in milliseconds. Default 45 s. */
  readonly deadlineMs?: number;
  /** Looks whether it is so. An error that it throws is a failure. */
  probe(candidate: Candidate): Promise<Finding>;
  /** What has to turn the row red. */
  breaks(): Sabotage;
}

export const pass = (found: string): Finding => ({ verdict: 'pass', found });
export const fail = (found: string): Finding => ({ verdict: 'fail', found });
export const inconclusive = (found: string): Finding => ({ verdict: 'inconclusive', found });

/** Passes when there is no problem; else tells all of them. */
export function judged(problems: readonly string[], found: string): Finding {
  return problems.length === 0 ? pass(found) : fail(problems.join('; '));
}
