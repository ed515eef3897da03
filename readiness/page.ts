import { type JudgedRow, proofOf, type Results, type SabotageRun } from './results.ts';
import { scoreOf } from './score.ts';

const marks = {
  pass: 'pass',
  fail: '**fail**',
  inconclusive: 'inconclusive',
  'not applicable': 'n/a',
} as const;

/** docs/production-readiness.md. */
export function page({ date, rows, sabotage }: Results): string {
  const outcomes = new Map(sabotage?.rows.map(({ id, outcome }) => [id, outcome ?? 'not broken']));
  const groups = Map.groupBy(rows, ({ group }) => group);
  const tables = [...groups].map(
    ([group, members]) =>
      `## ${group[0]?.toUpperCase()}${group.slice(1)}\n\n| | Risk | Verdict | Found | Broken |\n| --- | --- | --- | --- | --- |\n` +
      members
        .map(
          ({ id, title, risk, verdict, found }) =>
            `| ${title} | ${risk} | ${marks[verdict]} | ${cell(found)} | ${outcomes.get(id) ?? 'not yet'} |\n`,
        )
        .join(''),
  );
  return `<!-- Written by \`npm run readiness -- --record\`. -->
# Production readiness

\`npm run readiness\` starts the service as it is shipped and runs a real check for each row. A row whose tool or network is
missing is inconclusive: it is never counted as good, and lowers the share that was checked. Rows weigh 10 (critical), 7.5
(high), 5 (medium) or 2.5 (low).

\`npm run readiness -- --sabotage\` breaks each property in turn, in a copy, and demands that its row turns red for the reason
that the row foretells: a service that does not even start proves nothing, nor does a probe that gives no answer. Each probe
has a deadline, and the whole run one of fifteen minutes. \`--record\` with either writes this page, \`--only ID\` takes one row.

${date}: ${summary(rows)}

${proof(sabotage)}

${tables.join('\n')}`;
}

/** One line: the score, and how much of it rests on what could be checked. */
export function summary(rows: readonly JudgedRow[]): string {
  const { score, checked } = scoreOf(rows);
  const count = (wanted: JudgedRow['verdict']) => rows.filter(({ verdict }) => verdict === wanted).length;
  return (
    `Score **${score}** of 100 on the ${checked} % of the weight that could be checked: ${count('pass')} rows pass, ` +
    `${count('fail')} fail, ${count('inconclusive')} are inconclusive, ${count('not applicable')} do not apply.`
  );
}

/** One line: what came of breaking each row. */
export function proof(run: SabotageRun | undefined): string {
  if (run === undefined) return 'No row was broken yet.';
  const { red, broken } = proofOf(run);
  const left = run.rows.length - broken;
  return (
    `Sabotage of ${run.date}, ${Math.ceil(run.seconds / 60)} minutes: **${red} of ${broken}** green rows turned red for the right reason` +
    `${left === 0 ? '' : `; ${left} were not green, so that there was nothing to break`}.`
  );
}

const [begin, end] = [
  '<!-- readiness: written by `npm run readiness -- --record` -->',
  '<!-- end of readiness -->',
];

/**
 * The README with the figures of a run between its two marks.
 * @throws Error when it lacks them
 */
export function withFigures(readme: string, { date, rows, sabotage }: Results): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The README has no "${begin}" before "${end}"`);
  return `${readme.slice(0, from + begin.length)}\n${date}: ${summary(rows)}\n\n${proof(sabotage)}\n\n${overview(rows, sabotage)}${readme.slice(to)}`;
}

/** A line for each group. */
function overview(rows: readonly JudgedRow[], sabotage: SabotageRun | undefined): string {
  const red = new Set(sabotage?.rows.filter(({ outcome }) => outcome === 'turned red').map(({ id }) => id));
  const lines = [...Map.groupBy(rows, ({ group }) => group)].map(([group, members]) => {
    const passed = members.filter(({ verdict }) => verdict === 'pass');
    const open = members.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => `\`${id}\``);
    const broken = passed.filter(({ id }) => red.has(id));
    return `| ${group} | ${members.length} | ${passed.length} | ${broken.length} | ${open.join(', ')} |\n`;
  });
  return `| | Rows | Pass | Turned red when broken | Not passed |\n| --- | --- | --- | --- | --- |\n${lines.join('')}`;
}

function cell(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
