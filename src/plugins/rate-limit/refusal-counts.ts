import { LabelledCounts } from '../metrics/labelled-counts.ts';
import { routeClasses } from '../route-class.ts';

export type RefusalCounts = ReturnType<typeof refusalCounts>;

/** How many requests were refused since the start because their client had made too many, by class of route. */
export function refusalCounts() {
  return new LabelledCounts({
    name: 'schemagate_rate_limited_requests_total',
    help: 'Requests refused because their client had made too many, by class of route.',
    label: 'class',
    values: routeClasses,
  });
}
