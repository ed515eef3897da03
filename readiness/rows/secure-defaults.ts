import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

/** As shipped it listens on this machine alone, and not elsewhere without access control. */
export const row: Row = {
  id: 'secure-defaults',
  group: 'configuration',
  title: 'As shipped it listens on this machine alone, and not elsewhere without access control',
  risk: 'critical',
  source: 'CockroachDB production checklist',
  async probe(candidate) {
    const service = await candidate.service();
    const { hostname } = new URL(service.url);
    const starts = await candidate.starts({ HOST: '0.0.0.0' });
    const problems: string[] = [];
    if (hostname !== '127.0.0.1') problems.push(`it listens on ${hostname}`);
    if (starts) problems.push('with HOST=0.0.0.0 it starts without access control');
    return judged(problems, 'loopback by default; HOST=0.0.0.0 without credentials does not start');
  },
  breaks: () => ({
    reason: /it starts without access control/,
    edits: {
      'src/plugins/access-decision.ts': without(
        'if (!accessControl.on) throw new Error(openToAll(reached));',
      ),
    },
  }),
};
