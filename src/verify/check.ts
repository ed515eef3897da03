import type { Objective } from './slo-file.ts';

/** The outside checks, in the order in which they run. */
export const checkIds = [
  'health',
  'headers',
  'tls',
  'round-trip',
  'latency',
  'metrics',
  'objectives',
] as const;
export type CheckId = (typeof checkIds)[number];

/** What a check found. `skipped`: not asked for, or nothing to look at; it neither helps nor harms. */
export interface CheckResult {
  readonly id: CheckId;
  readonly verdict: 'pass' | 'fail' | 'skipped';
  /** What was seen, in one sentence for people. */
  readonly found: string;
}

/** What a check looks at and judges by. */
export interface VerifyOptions {
  /** Where the registry answers, as clients know it. */
  readonly url: string;
  /** Where its metrics are; not looked at when undefined. */
  readonly metricsUrl?: string | undefined;
  /** That the metrics have to meet; none when undefined. */
  readonly objectives?: readonly Objective[] | undefined;
  /** The version that has to run; any when undefined. */
  readonly version?: string | undefined;
  /** How long it may take to become ready before it is looked at, in milliseconds. Default 0. */
  readonly waitMs?: number;
  /** A key or token, or `user:password`; empty for none. */
  readonly credential: string;
  /** Whether a scratch subject may be registered and deleted. */
  readonly write: boolean;
  /** How the scratch subject's name begins; a random part follows. */
  readonly subjectPrefix: string;
  /** Reads of one schema by id. */
  readonly reads: number;
  /** 95 of 100 reads have to be answered within this, in milliseconds. */
  readonly maxP95Ms: number;
  /** Greatest share of answers that were errors of the server since it started, from 0 to 1. */
  readonly maxErrorRatio: number;
  /** Least time that the certificate has to be good for, in days. */
  readonly minCertificateDays: number;
}

export const pass = (id: CheckId, found: string): CheckResult => ({ id, verdict: 'pass', found });
export const fail = (id: CheckId, found: string): CheckResult => ({ id, verdict: 'fail', found });
export const skipped = (id: CheckId, found: string): CheckResult => ({ id, verdict: 'skipped', found });

/** Fails when there are problems, naming all of them; else passes with `found`. */
export function judged(id: CheckId, problems: readonly string[], found: string): CheckResult {
  return problems.length === 0 ? pass(id, found) : fail(id, problems.join('; '));
}
