import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** The unit of systemd is hardened. */
export const row: Row = {
  id: 'systemd',
  group: 'deployment',
  title: 'The unit of systemd is hardened',
  risk: 'medium',
  source: 'systemd-analyze security',
  needs: ['systemd-analyze'],
  async probe(candidate) {
    const { output } = await candidate.run('systemd-analyze', [
      'security',
      '--offline=true',
      '--no-pager',
      'deploy/systemd/schemagate.service',
    ]);
    const exposure = /exposure level[^:]*: ([\d.]+)/.exec(output)?.[1];
    return judged(
      Number(exposure ?? 10) <= 2 ? [] : [`exposure ${exposure ?? 'unknown'}`],
      `exposure ${exposure} of 10`,
    );
  },
  breaks: () => ({
    reason: /^exposure [3-9]/,
    edits: {
      'deploy/systemd/schemagate.service': replaced(
        /^(?:Restrict|Protect|Private|Capability|SystemCall).*$/gm,
        '',
      ),
    },
  }),
};
