// Goes through the checklist of production readiness, or, with --sabotage, breaks each property and demands that its row
// turns red. --record keeps what came of it in readiness/results.json, docs/production-readiness.md and the README:
//   node scripts/readiness.ts [--sabotage] [--json] [--record] [--only ID]... [--critical]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokenTree } from '../readiness/broken-tree.ts';
import { Candidate, repository } from '../readiness/candidate.ts';
import { judge, sabotage } from '../readiness/judge.ts';
import { page, proof, summary, withFigures } from '../readiness/page.ts';
import {
  type BrokenRow,
  type JudgedRow,
  judgedRow,
  kept,
  proofOf,
  type Results,
  recordedResults,
  resultsFile,
  resultsOf,
  type SabotageRun,
} from '../readiness/results.ts';
import type { Row } from '../readiness/row.ts';
import { allRows } from '../readiness/rows.ts';
import { scoreOf } from '../readiness/score.ts';
import { Scratch } from '../readiness/scratch.ts';
import { choose } from './choose.ts';
import { optionsOf } from './usage.ts';

/** Rows that the run of all sabotages has not come to by then are told, and count as not proven. */
const longestRunMs = 15 * 60_000;

const values = optionsOf(import.meta.filename, {
  json: { type: 'boolean', default: false },
  record: { type: 'boolean', default: false },
  sabotage: { type: 'boolean', default: false },
  critical: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true, default: [] },
});
// So that services and directories go with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const among = (await allRows()).filter(({ risk }) => !values.critical || risk === 'critical');
const rows = choose(among, values.only, { nameOf: ({ id }) => id, fits: (id, value) => id === value });
if (values.record && (values.only.length > 0 || values.critical))
  throw new Error('--record is for a run of all rows');
const well = values.sabotage ? await proveRows() : await judgeRows();
// A probe that came too late may still wait for something.
process.exit(well ? 0 : 1);

/** What is known to be missing lowers the score; what is critical may not be missing. */
async function judgeRows(): Promise<boolean> {
  await using candidate = new Candidate();
  const judged: JudgedRow[] = [];
  for (const row of rows) {
    const begun = performance.now();
    const finding = await judge(row, candidate);
    judged.push(judgedRow(row, finding));
    tell(finding.verdict, row, begun, finding.found);
  }
  console.log(
    values.json ? JSON.stringify({ ...scoreOf(judged), rows: judged }) : `\n${plain(summary(judged))}`,
  );
  if (values.record)
    record(resultsOf(today(), judged, existsSync(resultsFile) ? recordedResults().sabotage : undefined));
  return !judged.some(({ risk, verdict }) => risk === 'critical' && verdict === 'fail');
}

/** Only what is green can be broken: the rest is told and left alone. */
async function proveRows(): Promise<boolean> {
  const started = performance.now();
  using scratch = new Scratch('sabotage');
  const tree = new BrokenTree(repository, join(scratch.path, 'tree'));
  const judged: JudgedRow[] = [];
  const broken: BrokenRow[] = [];
  {
    await using whole = new Candidate();
    for (const row of rows) {
      const { id } = row;
      if (performance.now() - started > longestRunMs) {
        broken.push({ id, outcome: 'too late', found: 'the time of the whole run was over' });
        continue;
      }
      const begun = performance.now();
      const before = await judge(row, whole);
      judged.push(judgedRow(row, before));
      const after = before.verdict === 'pass' ? await sabotage(row, tree) : undefined;
      broken.push({ id, outcome: after?.outcome, found: kept((after ?? before).found) });
      tell(after?.outcome ?? `was ${before.verdict}`, row, begun, (after ?? before).found);
    }
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  const run: SabotageRun = { date: today(), seconds, rows: broken };
  console.log(values.json ? JSON.stringify(run) : `\n${plain(proof(run))}`);
  if (values.record) record(resultsOf(today(), judged, run));
  const { red, broken: all } = proofOf(run);
  return red === all;
}

function tell(word: string, { id }: Row, begun: number, found: string): void {
  if (values.json) return;
  const seconds = `${((performance.now() - begun) / 1000).toFixed(1)} s`.padStart(7);
  console.log(`${word.padEnd(16)} ${seconds}  ${id.padEnd(28)} ${found}`);
}

function record(results: Results): void {
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync('docs/production-readiness.md', page(results));
  writeFileSync('README.md', withFigures(readFileSync('README.md', 'utf8'), results));
}

function plain(markdown: string): string {
  return markdown.replaceAll('**', '');
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
