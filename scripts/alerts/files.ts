import { cases } from './cases.ts';
import { dashboardFile } from './dashboard.ts';
import { ruleTestsFile } from './rule-tests.ts';
import { alertsOf, prometheusRuleFile, ruleGroups, rulesFile } from './rules.ts';
import { readSlo } from './slo.ts';

const alerts = () => alertsOf(ruleGroups(readSlo()));
const slow = cases.filter((each) => each.slow === true);
const quick = cases.filter((each) => each.slow !== true);

/** Files that are made from the SLO file, by path. */
export const alertFiles: Readonly<Record<string, () => string>> = {
  'deploy/prometheus/rules.yaml': () => rulesFile(readSlo()),
  'deploy/kubernetes/components/monitoring/prometheus-rule.yaml': () => prometheusRuleFile(readSlo()),
  'deploy/prometheus/tests/minutes.yaml': () => ruleTestsFile(alerts(), quick, '2m'),
  'deploy/prometheus/tests/hours.yaml': () => ruleTestsFile(alerts(), slow, '15m'),
  'deploy/grafana/schemagate.json': dashboardFile,
};
