import type { Finding, Row } from './row.ts';
import { scoreOf } from './score.ts';

export interface JudgedRow extends Finding {
  readonly row: Row;
}

const marks = {
  pass: 'pass',
  fail: '**fail**',
  inconclusive: 'inconclusive',
  'not applicable': 'n/a',
} as const;

/** docs/production-readiness.md. */
export function page(judged: readonly JudgedRow[]): string {
  const groups = Map.groupBy(judged, ({ row }) => row.group);
  const tables = [...groups].map(
    ([group, rows]) =>
      `## ${group[0]?.toUpperCase()}${group.slice(1)}\n\n| | Risk | Verdict | Found |\n| --- | --- | --- | --- |\n` +
      rows
        .map(
          ({ row, verdict, found }) =>
            `| ${row.title} | ${row.risk} | ${marks[verdict]} | ${cell(found)} |\n`,
        )
        .join(''),
  );
  return `<!-- Written by \`npm run readiness -- --record\`. -->
# Production readiness

\`npm run readiness\` starts the service as it is shipped and runs a real check for each row; \`--sabotage\` breaks each
property in turn and demands that its row turns red. A row whose tool or network is missing is inconclusive: it is never
counted as good, and lowers the share that was checked. Rows weigh 10 (critical), 7.5 (high), 5 (medium) or 2.5 (low).

${summary(judged)}

${tables.join('\n')}`;
}

/** One line: the score, and how much of it rests on what could be checked. */
export function summary(judged: readonly JudgedRow[]): string {
  const { score, checked } = scoreOf(judged.map(({ row, ...finding }) => ({ ...finding, risk: row.risk })));
  const count = (wanted: Finding['verdict']) => judged.filter(({ verdict }) => verdict === wanted).length;
  return (
    `Score **${score}** of 100 on the ${checked} % of the weight that could be checked: ${count('pass')} rows pass, ` +
    `${count('fail')} fail, ${count('inconclusive')} are inconclusive, ${count('not applicable')} do not apply.`
  );
}

function cell(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
