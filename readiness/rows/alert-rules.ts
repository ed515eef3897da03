import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inconclusive, judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const rules = 'deploy/prometheus/rules.yaml';
const tests = 'deploy/prometheus/tests';

/** Alert rules are valid and tested. */
export const row: Row = {
  id: 'alert-rules',
  group: 'operations',
  title: 'Alert rules are valid, and each fires and clears in its test',
  risk: 'critical',
  source: 'etcd mixin',
  needs: ['promtool'],
  async probe(candidate) {
    if (!candidate.has(rules)) return inconclusive(`${rules} is not there`);
    const files = readdirSync(join(candidate.root, tests)).map((name) => `${tests}/${name}`);
    const checks = [
      ['check', 'rules', rules],
      ['test', 'rules', ...files],
    ];
    const problems: string[] = [];
    for (const check of checks) {
      const { code, output } = await candidate.run('promtool', check);
      if (code !== 0) problems.push(output.trim());
    }
    return judged(problems, `promtool accepts the rules and their ${files.length} files of cases`);
  },
  breaks: () => ({ reason: /DiskAlmostFull/, edits: { [rules]: replaced('} < 0.05', '} < 0.0001') } }),
};
