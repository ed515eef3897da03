import { outside } from '../outside.ts';
import type { Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Three health endpoints answer. */
export const row: Row = {
  id: 'health',
  group: 'observability',
  title: 'Three health endpoints answer',
  risk: 'critical',
  source: 'NATS operations',
  probe: async (candidate) => outside(candidate, 'health'),
  breaks: () => ({
    reason: /\/health\/live answers 404/,
    edits: { 'src/routes/health.ts': replaced("'/health/live'", "'/health/alive'") },
  }),
};
