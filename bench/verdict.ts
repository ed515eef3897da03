import { reaches, tolerance, worstResponseTime } from './aims.ts';
import type { Measured } from './results.ts';

/**
 * Why the run fails; empty when it does not. Absolute figures depend on the machine and are only printed,
 * and a short run is too short to judge ratios by.
 */
export function failures(measured: readonly Measured[], mode: 'short' | 'full'): readonly string[] {
  const rows = measured.flatMap((measure) => measure.rows.map((row) => ({ title: measure.title, row })));
  const figures = measured.flatMap((measure) => measure.figures);
  return [
    ...rows
      .filter(({ row }) => row.failed > 0 || row.requests === 0)
      .map(({ title, row }) => `${title}, ${row.name}: ${row.failed} of ${row.requests} requests failed`),
    ...rows
      .filter(({ title, row }) => title === 'fixed rate' && !(row.p95 < worstResponseTime))
      .map(({ title, row }) => `${title}: p95 is ${row.p95} ms, not under ${worstResponseTime} ms`),
    ...figures
      .filter((figure) => mode === 'full' && figure.unit === 'ratio' && reaches(figure, tolerance) === false)
      .map(
        ({ name, value }) => `${name}: ${value.toFixed(2)} misses its aim by more than ${tolerance * 100} %`,
      ),
  ];
}
