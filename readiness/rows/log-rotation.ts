import { inconclusive, judged, type Row } from '../row.ts';
import { gone } from '../text.ts';

/** Logs in files are rotated. */
export const row: Row = {
  id: 'log-rotation',
  group: 'operations',
  title: 'Logs in files are rotated',
  risk: 'medium',
  source: 'Mercari production readiness checklist',
  needs: ['logrotate'],
  async probe(candidate) {
    const { code, output } = await candidate.run('logrotate', ['-d', 'deploy/logrotate/schemagate']);
    if (output.includes('unknown user')) return inconclusive('the user of the unit is not on this machine');
    return judged(
      code === 0 && /rotating|considering|Handling/.test(output) ? [] : [output.trim().slice(0, 200)],
      'logrotate takes the configuration',
    );
  },
  breaks: () => ({ reason: /./, edits: { 'deploy/logrotate/schemagate': gone } }),
};
