import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Candidate } from './candidate.ts';
import { type Finding, fail, inconclusive, type Row, type Sabotage } from './row.ts';

/** Longest that a probe may take, in milliseconds. */
const patienceMs = 90_000;

/** What a probe finds, whatever becomes of it. Needs its tools; an error and silence are failures. */
export async function judge(row: Row, candidate: Candidate): Promise<Finding> {
  const missing = (row.needs ?? []).filter((tool) => !isInstalled(tool));
  if (missing.length > 0) return inconclusive(`not installed: ${missing.join(', ')}`);
  const late = Promise.withResolvers<Finding>();
  const timer = setTimeout(() => late.resolve(fail(`no answer within ${patienceMs} ms`)), patienceMs);
  try {
    return await Promise.race([row.probe(candidate), late.promise]);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Breaks what the row looks at, and looks again. `proven` when that turned it red. */
export async function sabotage(
  row: Row,
  breaks: Sabotage = row.breaks(),
): Promise<Finding & { readonly proven: boolean }> {
  await using candidate = new Candidate(breaks);
  const finding = await judge(row, candidate);
  return { ...finding, proven: finding.verdict === 'fail' };
}

export function isInstalled(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));
}
