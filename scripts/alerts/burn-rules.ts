import { durationOf, secondsOf, shortened } from './duration.ts';
import { type AlertRule, alertRule, type RecordingRule } from './rule.ts';
import type { BurnWindow, Objective, Slo } from './slo.ts';

/** How many times as fast as the budget allows it goes, when this share of it goes in the long window. */
export function burnFactor({ budget, long }: BurnWindow, period: string): number {
  return ((budget / 100) * secondsOf(period)) / secondsOf(long);
}

/** The share of requests that failed an objective, over each window that an alert looks at. */
export function ratioRules(slo: Slo, shorten: number): RecordingRule[] {
  const windows = new Set(slo.windows.flatMap(({ long, short }) => [short, long]));
  const sorted = [...windows].sort((a, b) => secondsOf(a) - secondsOf(b));
  return slo.objectives.flatMap((objective) =>
    sorted.map((window) => ({
      record: ratioName(objective, window),
      expr: badShare(objective, shortened(window, shorten)),
    })),
  );
}

/** An alert for each objective and pair of windows (Google's SRE Workbook, chapter 5, "multiwindow, multi-burn-rate"). */
export function burnAlerts(slo: Slo, shorten: number): AlertRule[] {
  return slo.objectives.flatMap((objective) =>
    slo.windows.map((window) => burnAlert(slo, objective, window, shorten)),
  );
}

function burnAlert(slo: Slo, objective: Objective, window: BurnWindow, shorten: number): AlertRule {
  const factor = burnFactor(window, slo.period);
  const budget = Number((1 - objective.objective / 100).toPrecision(6));
  const over = (range: string) => `${ratioName(objective, range)} > ${factor} * ${budget}`;
  const exhaustion = durationOf(Math.round(secondsOf(slo.period) / factor));
  return alertRule(slo, {
    alert: `${objective.name}Burn${window.long}`,
    heading: `${objective.name}Burn`,
    expr: `${over(window.long)}\nand ${over(window.short)}`,
    for: shortened(window.for, shorten),
    labels: {
      severity: window.severity,
      slo: objective.name,
      long: window.long,
      short: window.short,
      exhaustion,
    },
    summary: `Fewer requests than promised are ${objective.description}; at this rate the budget of ${slo.period} lasts ${exhaustion}.`,
  });
}

function ratioName({ name }: Objective, window: string): string {
  return `job:schemagate_${name.toLowerCase()}_errors:ratio_rate${window}`;
}

function badShare({ name, bad, good, total }: Objective, window: string): string {
  const rate = (counter: string) => `sum by (job) (rate(${counter}[${window}]))`;
  if (bad !== undefined) return `${rate(bad)}\n/ ${rate(total)}`;
  if (good === undefined) throw new Error(`The objective ${name} says neither what is bad nor what is good`);
  return `1 - ${rate(good)}\n/ ${rate(total)}`;
}
