import type { CheckId } from '../src/verify/check.ts';
import type { verify } from '../src/verify/verify.ts';
import type { Candidate } from './candidate.ts';
import { type Finding, fail, pass } from './row.ts';

/** What `schemagate verify` says of the candidate's service. */
export async function outside(candidate: Candidate, wanted: CheckId): Promise<Finding> {
  const service = await candidate.service();
  const module = await candidate.load<{ verify: typeof verify }>('src/verify/verify.ts');
  const report = await module.verify({
    url: service.url,
    metricsUrl: service.metricsUrl,
    credential: '',
    write: true,
    subjectPrefix: 'scratch-',
    reads: 100,
    maxP95Ms: 200,
    maxErrorRatio: 0.01,
    minCertificateDays: 14,
  });
  const check = report.checks.find(({ id }) => id === wanted);
  return check?.verdict === 'pass' ? pass(check.found) : fail(check?.found ?? 'it did not run');
}
