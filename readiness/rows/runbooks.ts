import { judged, type Row } from '../row.ts';
import { gone } from '../text.ts';

const rules = 'deploy/prometheus/rules.yaml';
const runbooks = 'docs/runbooks/alerts.md';

/** A runbook for each alert. */
export const row: Row = {
  id: 'runbooks',
  group: 'post-deployment',
  title: 'A runbook for each alert',
  risk: 'high',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const missing = [rules, runbooks].filter((path) => !candidate.has(path));
    if (missing.length > 0)
      return judged(
        missing.map((path) => `${path} is missing`),
        '',
      );
    const page = candidate.read(runbooks);
    const alerts = new Set(
      [...candidate.read(rules).matchAll(/alert: "?(\w+)/g)].map(([, name = '']) => name),
    );
    const bare = [...alerts].filter((name) => !page.includes(name));
    return judged(
      alerts.size === 0 ? ['there are no alerts'] : bare.map((name) => `${name} has none`),
      `${alerts.size} alerts, each with its runbook`,
    );
  },
  breaks: () => ({ edits: { [runbooks]: gone } }),
};
