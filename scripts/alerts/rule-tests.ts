import { stringify } from 'yaml';
import type { AlertCase } from './case.ts';
import type { AlertRule } from './rule.ts';
import { groupNames } from './rules.ts';

/** A file that `promtool test rules` runs beside rules.yaml: of each alert, when it must be silent, fire, and be silent again. */
export function ruleTestsFile(
  alerts: readonly AlertRule[],
  cases: readonly AlertCase[],
  evaluation_interval: string,
): string {
  const comment = '# Written by `npm run alerts`; run: promtool test rules deploy/prometheus/tests/*.yaml\n';
  const tests = cases.map((each) => {
    const rule = alerts.find(({ alert }) => alert === `Schemagate${each.alert}`);
    if (!rule) throw new Error(`A case is for ${each.alert}, which is no alert`);
    return ruleTest(rule, each);
  });
  const file = {
    rule_files: ['../rules.yaml'],
    evaluation_interval,
    // As in the file; promtool would take any order, and alerts might miss what was not recorded yet.
    group_eval_order: groupNames,
    tests,
  };
  return comment + stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

function ruleTest(rule: AlertRule, { series, interval = '1m', at, labels, summary }: AlertCase): object {
  const alertname = rule.alert;
  const exp_annotations = { ...rule.annotations, ...(summary !== undefined && { summary }) };
  const fires = [{ exp_labels: { ...rule.labels, ...labels }, exp_annotations }];
  const moments = [
    [at.silent, []],
    [at.firing, fires],
    [at.clear, []],
  ] as const;
  return {
    name: alertname,
    interval,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: moments
      .filter(([time]) => time !== undefined)
      .map(([eval_time, exp_alerts]) => ({ eval_time, alertname, exp_alerts })),
  };
}
