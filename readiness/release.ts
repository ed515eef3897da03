import type { Candidate } from './candidate.ts';

export interface ReleaseReport {
  readonly version: string;
  readonly state: string;
  /** The newest tagged version before this one. */
  readonly previous: string | null;
  readonly faults: readonly string[];
}

/** What `npm run check:release` says of the candidate. */
export async function releaseReport(candidate: Candidate): Promise<ReleaseReport> {
  const { output } = await candidate.run('node', ['scripts/check-release.ts', '--json']);
  return JSON.parse(output) as ReleaseReport;
}
