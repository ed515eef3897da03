import { type CheckResult, judged, skipped } from './check.ts';
import { answerTo } from './client.ts';
import { seriesOf, sumOf } from './series.ts';
import type { Objective } from './slo-file.ts';

/** What an objective came to since the instance started. */
export interface Outcome {
  readonly name: string;
  readonly objective: number;
  readonly total: number;
  readonly bad: number;
  /** `too few`: the budget is less than one request, so that a single bad one would say nothing. */
  readonly verdict: 'met' | 'missed' | 'too few';
}

/** What the instance has answered since its start meets the objectives. */
export async function checkObjectives(
  metricsUrl: string,
  objectives: readonly Objective[],
): Promise<CheckResult> {
  const { status, text } = await answerTo(metricsUrl);
  if (status !== 200) throw new Error(`${metricsUrl} answers ${status}`);
  const outcomes = judgeObjectives(text, objectives);
  const told = outcomes.map(sentence).join('; ');
  if (outcomes.every(({ verdict }) => verdict === 'too few')) return skipped('objectives', told);
  const missed = outcomes.filter(({ verdict }) => verdict === 'missed');
  return judged('objectives', missed.map(sentence), told);
}

/** Judges by a scrape. */
export function judgeObjectives(scrape: string, objectives: readonly Objective[]): Outcome[] {
  const series = seriesOf(scrape);
  return objectives.map(({ name, objective, counted, part, total: all }) => {
    const total = sumOf(series, all);
    const found = sumOf(series, part);
    const bad = counted === 'bad' ? found : total - found;
    const budget = (total * (100 - objective)) / 100;
    // 100 - 99.9 is not quite 0.1.
    const verdict = budget < 1 - rounding ? 'too few' : bad > budget + rounding ? 'missed' : 'met';
    return { name, objective, total, bad, verdict };
  });
}

const rounding = 1e-6;

function sentence({ name, objective, total, bad, verdict }: Outcome): string {
  if (verdict === 'too few') return `${name}: ${total} requests are too few to judge ${objective} %`;
  const percent = Math.floor((1 - bad / total) * 100_000) / 1000;
  return `${name} ${percent} % of ${total} requests (objective ${objective} %)`;
}
