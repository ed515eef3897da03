import { stringify } from 'yaml';
import { burnAlerts, ratioRules } from './burn-rules.ts';
import { shortened } from './duration.ts';
import { type AlertRule, alertRule, type RecordingRule } from './rule.ts';
import type { Slo } from './slo.ts';

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly (RecordingRule | AlertRule)[];
}

/** What is recorded comes before what rests on it. */
export const groupNames = ['schemagate-slo-ratios', 'schemagate-slo', 'schemagate'] as const;

/**
 * All rules of an SLO file. `shorten` divides each window and waiting time, so that a drill need not take hours; ages
 * and thresholds stay as they are.
 */
export function ruleGroups(slo: Slo, shorten = 1): readonly RuleGroup[] {
  const alerts = slo.alerts.map(({ severity, ...alert }) =>
    alertRule(slo, {
      alert: alert.alert,
      heading: alert.alert,
      expr: shortenRanges(alert.expr, shorten),
      ...(alert.for !== undefined && { for: shortened(alert.for, shorten) }),
      labels: { severity },
      summary: alert.summary,
    }),
  );
  const [ratios, burns, rest] = groupNames;
  const groups: RuleGroup[] = [
    { name: ratios, rules: ratioRules(slo, shorten) },
    { name: burns, rules: burnAlerts(slo, shorten) },
    { name: rest, rules: alerts },
  ];
  return groups.map(({ name, rules }) => ({
    name,
    rules: rules.map((rule) => ({ ...rule, expr: rule.expr.replaceAll('<selector>', slo.selector) })),
  }));
}

export function alertsOf(groups: readonly RuleGroup[]): readonly AlertRule[] {
  return groups.flatMap(({ rules }) => rules.filter((rule) => 'alert' in rule));
}

/** The file that Prometheus loads. */
export function rulesFile(slo: Slo, shorten = 1): string {
  return written({ groups: ruleGroups(slo, shorten) });
}

/** The same for the Prometheus Operator. */
export function prometheusRuleFile(slo: Slo): string {
  return written({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'schemagate', labels: { 'app.kubernetes.io/name': 'schemagate' } },
    spec: { groups: ruleGroups(slo) },
  });
}

function written(content: object): string {
  const comment = '# Written by `npm run alerts` from slo.yaml; change that, not this.\n';
  return comment + stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });
}

function shortenRanges(expr: string, by: number): string {
  return expr.replaceAll(/\[(\d+[smhd])\]/g, (_range, window: string) => `[${shortened(window, by)}]`);
}
