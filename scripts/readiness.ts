// Goes through the checklist of production readiness:
//   node scripts/readiness.ts [--json] [--record] [--sabotage] [--only ID]... [--critical]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Candidate } from '../readiness/candidate.ts';
import { judge, sabotage } from '../readiness/judge.ts';
import { type JudgedRow, page, summary } from '../readiness/page.ts';
import type { Row } from '../readiness/row.ts';
import { allRows } from '../readiness/rows.ts';
import { scoreOf } from '../readiness/score.ts';
import { choose } from './choose.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    sabotage: { type: 'boolean', default: false },
    critical: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const among = (await allRows()).filter(({ risk }) => !values.critical || risk === 'critical');
const rows = choose(among, values.only, { nameOf: ({ id }) => id, fits: (id, value) => id === value });
if (values.sabotage) await proveRows(rows);
else await judgeRows(rows);

async function judgeRows(rows: readonly Row[]): Promise<void> {
  await using candidate = new Candidate();
  const judged: JudgedRow[] = [];
  for (const row of rows) {
    const finding = await judge(row, candidate);
    judged.push({ row, ...finding });
    if (!values.json) console.log(`${finding.verdict.padEnd(14)} ${row.id.padEnd(24)} ${finding.found}`);
  }
  const shown = judged.map(({ row: { id, title, group, risk, source }, verdict, found }) => ({
    id,
    title,
    group,
    risk,
    source,
    verdict,
    found,
  }));
  console.log(values.json ? JSON.stringify({ ...scoreOf(shown), rows: shown }) : `\n${summary(judged)}`);
  if (values.record) writeFileSync('docs/production-readiness.md', page(judged));
  // What is known to be missing lowers the score; what is critical may not be missing.
  if (judged.some(({ row, verdict }) => row.risk === 'critical' && verdict === 'fail')) process.exitCode = 1;
}

/** Only what is green can be broken: the rest is told and left alone. */
async function proveRows(rows: readonly Row[]): Promise<void> {
  await using whole = new Candidate();
  let [proven, blind, notGreen] = [0, 0, 0];
  for (const row of rows) {
    const before = await judge(row, whole);
    const after = before.verdict === 'pass' ? await sabotage(row) : undefined;
    if (after === undefined) notGreen += 1;
    else if (after.proven) proven += 1;
    else blind += 1;
    const word = after === undefined ? `was ${before.verdict}` : after.proven ? 'turned red' : 'STAYED GREEN';
    console.log(`${word.padEnd(16)} ${row.id.padEnd(18)} ${(after ?? before).found}`);
  }
  console.log(
    `\nsabotage: ${proven} of ${proven + blind} green rows turned red; ${notGreen} were not green before`,
  );
  if (blind > 0) process.exitCode = 1;
}
