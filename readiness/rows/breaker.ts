import { callFailing } from '../peer.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

/** A circuit breaker spares servers that fail. */
export const row: Row = {
  id: 'breaker',
  group: 'error handling',
  title: 'A circuit breaker spares servers that fail',
  risk: 'high',
  source: 'Google SRE launch checklist',
  async probe(candidate) {
    const { arrivals, outcomes } = await callFailing(candidate, 1000, 30);
    const spared = outcomes.filter((outcome) => /left alone/.test(String(outcome))).length;
    return judged(
      spared > 0 ? [] : [`30 calls made ${arrivals.length} attempts; the last came to ${outcomes.at(-1)}`],
      `${spared} of 30 calls were refused without an attempt`,
    );
  },
  breaks: () => ({
    reason: /^30 calls made \d+ attempts/,
    edits: {
      'src/outbound/options.ts': replaced(/size: \d+,\n {2}minimum: \d+/, 'size: 1000, minimum: 1000'),
    },
  }),
};
