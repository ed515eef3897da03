import type { Slo } from './slo.ts';

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

interface AlertSource extends Omit<AlertRule, 'annotations'> {
  /** Where the runbook speaks of it. */
  readonly heading: string;
  readonly summary: string;
}

/** An alert in the form of Prometheus, under a name that says whose it is. */
export function alertRule(slo: Slo, { alert, heading, summary, ...rule }: AlertSource): AlertRule {
  const anchor = `schemagate${heading}`.toLowerCase();
  return {
    alert: `Schemagate${alert}`,
    ...rule,
    annotations: { summary, runbook_url: `${slo.runbook}#${anchor}` },
  };
}
