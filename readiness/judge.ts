import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BrokenTree } from './broken-tree.ts';
import { Candidate } from './candidate.ts';
import { type Finding, fail, inconclusive, type Row, type Sabotage } from './row.ts';

const defaultDeadlineMs = 45_000;

/** What became of a row whose property was broken: only `turned red` proves that the row sees it. */
export type Outcome = 'turned red' | 'stayed green' | 'wrong reason' | 'no start' | 'too late';

export interface JudgedFinding extends Finding {
  /** Whether it is a failure because the probe came to no end. */
  readonly late?: true;
}

/** What a probe finds, whatever becomes of it. Needs its tools; an error and silence are failures. */
export async function judge(row: Row, candidate: Candidate): Promise<JudgedFinding> {
  const missing = (row.needs ?? []).filter((tool) => !isInstalled(tool));
  if (missing.length > 0) return inconclusive(`not installed: ${missing.join(', ')}`);
  const patienceMs = row.deadlineMs ?? defaultDeadlineMs;
  const late = Promise.withResolvers<JudgedFinding>();
  const timer = setTimeout(
    () => late.resolve({ ...fail(`no answer within ${patienceMs} ms`), late: true }),
    patienceMs,
  );
  try {
    return await Promise.race([row.probe(candidate), late.promise]);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
    await candidate.endOwn();
  }
}

/** Breaks what the row looks at, in a tree of its own if none is given, and looks again. */
export async function sabotage(
  row: Row,
  tree?: BrokenTree,
): Promise<{ readonly outcome: Outcome; readonly found: string }> {
  try {
    return await sabotaged(row, row.breaks(), tree);
  } catch (error) {
    // What is to be changed is not there any more.
    tree?.mend();
    return { outcome: 'wrong reason', found: String(error) };
  }
}

async function sabotaged(row: Row, breaks: Sabotage, tree: BrokenTree | undefined) {
  await using candidate = new Candidate(breaks, tree);
  const finding = await judge(row, candidate);
  return { outcome: outcomeOf(finding, breaks, candidate.failedStarts > 0), found: finding.found };
}

/** What a finding after a sabotage shows. */
export function outcomeOf(
  { verdict, found, late }: JudgedFinding,
  { reason, refusedStart }: Pick<Sabotage, 'reason' | 'refusedStart'>,
  refused: boolean,
): Outcome {
  if (verdict !== 'fail') return 'stayed green';
  if (late) return 'too late';
  if (refused && refusedStart === undefined) return 'no start';
  return reason.test(found) && refused === (refusedStart ?? false) ? 'turned red' : 'wrong reason';
}

export function isInstalled(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));
}
