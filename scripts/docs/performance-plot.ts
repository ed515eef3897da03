import { barChart } from './bar-chart.ts';
import { recorded } from './recorded-run.ts';

/** Above this, in microseconds, a bar would hide the differences between the others: writes have tables only. */
const tallest = 160;

/** docs/performance.svg: CPU time per request of ours and of bare Fastify. */
export function performancePlot(): string {
  const groups = recorded.measured
    .map(({ title, rows }) => ({
      title,
      bars: rows
        .filter(({ cpu }) => cpu < tallest)
        .map(({ name, cpu }) => ({ name, value: cpu, strong: !name.startsWith('bare') })),
    }))
    .filter(({ bars }) => bars.length > 0);
  return barChart(`CPU time of the server per request, in µs (${recorded.date})`, groups);
}
