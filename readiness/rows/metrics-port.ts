import type { Row } from '../row.ts';
import { replaced, says } from '../text.ts';

/** Metrics have a server of their own, on 9090. */
export const row: Row = {
  id: 'metrics-port',
  group: 'operations',
  title: 'Metrics have a server of their own, on 9090',
  risk: 'medium',
  source: 'operations handbook',
  probe: async (candidate) => says(candidate, '.env.example', { 'METRICS_PORT 9090': /METRICS_PORT=9090/ }),
  breaks: () => ({
    reason: /lacks METRICS_PORT 9090/,
    edits: { '.env.example': replaced('METRICS_PORT=9090', 'METRICS_PORT=8081') },
  }),
};
