import { callFailing } from '../peer.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** Calls to other servers are retried, with growing waits. */
export const row: Row = {
  id: 'retry',
  group: 'error handling',
  title: 'Calls to other servers are retried, with growing waits',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const { arrivals, outcomes } = await callFailing(candidate, 1, 1);
    return judged(
      outcomes[0] === 200 && arrivals.length === 2
        ? []
        : [`${arrivals.length} attempts came to ${outcomes[0]}`],
      'a call that failed once was made again, and answered',
    );
  },
  breaks: () => ({
    reason: /^1 attempts came to 503$/,
    edits: {
      'src/outbound/request.ts': replaced(
        'idempotent.has(method)',
        "method === '' && idempotent.has(method)",
      ),
    },
  }),
};
