import { anchorsOf } from '../../test/helpers/markdown.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const rules = 'deploy/prometheus/rules.yaml';

/** Each alert links to the part of a runbook that is about it. */
export const row: Row = {
  id: 'runbooks',
  group: 'post-deployment',
  title: 'Each alert links to the part of a runbook that is about it',
  risk: 'high',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const text = candidate.read(rules);
    const alerts = [...text.matchAll(/^ *- alert: (\w+)$/gm)].length;
    const links = [...text.matchAll(/^ *runbook_url: (\S+)#(\S+)$/gm)].map(([, page = '', anchor = '']) => ({
      page,
      anchor,
    }));
    const problems =
      alerts > 0 && links.length === alerts ? [] : [`${alerts} alerts have ${links.length} links`];
    const broken = links.filter(
      ({ page, anchor }) => !candidate.has(page) || !anchorsOf(candidate.read(page)).includes(anchor),
    );
    return judged(
      [...problems, ...broken.map(({ page, anchor }) => `${page} has no heading ${anchor}`)],
      `${alerts} alerts, each with a link to a heading that is there`,
    );
  },
  breaks: () => ({
    reason: /^docs\/runbooks\/alerts\.md has no heading schemagateinstancedown$/,
    edits: { 'docs/runbooks/alerts.md': replaced('### SchemagateInstanceDown', '### Down') },
  }),
};
