import { type CheckResult, fail, judged } from './check.ts';
import { answerTo } from './client.ts';

/** Too few answers say nothing about their share of errors. */
const leastRequests = 20;

/** The metrics can be scraped, tell the build and the requests, and few answers were errors of the server. */
export async function checkMetrics(url: string, maxErrorRatio: number): Promise<CheckResult> {
  const { status, text } = await answerTo(url);
  if (status !== 200) return fail('metrics', `${url} answers ${status}`);
  const { total, failed } = countRequests(text);
  const ratio = total < leastRequests ? 0 : failed / total;
  const problems: string[] = [];
  if (!/^schemagate_build_info\{/m.test(text)) problems.push('schemagate_build_info is missing');
  if (total === 0) problems.push('no request is counted');
  if (ratio > maxErrorRatio)
    problems.push(`${failed} of ${total} answers since the start were errors of the server`);
  return judged('metrics', problems, `${total} requests counted, ${failed} of them errors of the server`);
}

/** Requests that a scrape counts, and those with a status of 500 or more. Probes answer 503 as their work. */
export function countRequests(text: string): { readonly total: number; readonly failed: number } {
  let [total, failed] = [0, 0];
  for (const [, labels = '', count] of text.matchAll(
    /^http_request_duration_seconds_count\{([^}]*)\} (\S+)/gm,
  )) {
    if (labels.includes('route="/health')) continue;
    total += Number(count);
    if (/status_code="5/.test(labels)) failed += Number(count);
  }
  return { total, failed };
}
