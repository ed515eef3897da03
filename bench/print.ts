import { reaches } from './aims.ts';
import type { Figure, Measured, Row } from './results.ts';

/** The results of a measure for a terminal. */
export function printed({ title, about, rows, figures }: Measured): string {
  const lines = [title, `  ${about}`, ''];
  if (rows.length > 0) lines.push(tableHead, ...rows.map(tableRow), '');
  return [...lines, ...figures.map((figure) => `  ${figureText(figure)}`), ''].join('\n');
}

const nameWidth = 44;
const tableHead = `  ${''.padEnd(nameWidth)}${['req/s', 'CPU µs', 'MiB', 'p50 ms', 'p95 ms', 'p99 ms', 'failed'].map(cell).join('')}`;

function tableRow({ name, requestsPerSecond, cpu, memory, p50, p95, p99, failed }: Row): string {
  const cells = [
    requestsPerSecond.toFixed(0),
    cpu.toFixed(1),
    memory?.toFixed(0) ?? '',
    ...[p50, p95, p99].map((value) => value.toFixed(2)),
    String(failed),
  ];
  return `  ${name.padEnd(nameWidth)}${cells.map(cell).join('')}`;
}

function cell(text: string): string {
  return text.padStart(10);
}

function figureText(figure: Figure): string {
  const { name, rounds } = figure;
  const spread =
    rounds === undefined || rounds.length < 2
      ? ''
      : `, rounds ${amount(figure, Math.min(...rounds))} to ${amount(figure, Math.max(...rounds))}`;
  const judged = reaches(figure);
  const verdict = judged === undefined ? '' : `, aim ${judged ? 'reached' : 'MISSED'}`;
  return `${name}: ${amount(figure, figure.value)}${spread}${verdict}`;
}

/** A figure's value with its unit. */
export function amount({ unit }: Pick<Figure, 'unit'>, value: number): string {
  if (unit === 'ratio') return value.toFixed(2);
  if (unit === 'ms') return `${value < 100 ? value.toFixed(2) : value.toFixed(0)} ms`;
  return `${value.toFixed(0)} ${unit}`;
}
