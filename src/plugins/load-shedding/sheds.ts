import { LabelledCounts } from '../metrics/labelled-counts.ts';

/** Why requests are turned away. */
export const shedReasons = [
  'in_flight',
  'event_loop_delay',
  'event_loop_utilization',
  'heap',
  'resident_memory',
] as const;
export type ShedReason = (typeof shedReasons)[number];

export type Sheds = ReturnType<typeof shedCounts>;

/** How many requests were turned away since the start, by reason. */
export function shedCounts() {
  return new LabelledCounts({
    name: 'schemagate_shed_requests_total',
    help: 'Requests turned away because the service had too much to do, by reason.',
    label: 'reason',
    values: shedReasons,
  });
}
