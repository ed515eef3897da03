import type { Registry } from '@prometheus-io/client';

/** Default metrics whose names `promtool check metrics` refuses, and the names they get instead. */
export const renamedMetrics: Readonly<Record<string, string>> = {
  nodejs_active_handles_total: 'nodejs_active_handles_all',
  nodejs_active_requests_total: 'nodejs_active_requests_all',
  nodejs_active_resources_total: 'nodejs_active_resources_all',
  nodejs_eventloop_utilization_histogram: 'nodejs_eventloop_utilization_ratio',
  nodejs_eventloop_utilization_summary: 'nodejs_eventloop_utilization_recent_ratio',
};

/** Gives the default metrics in a registry names that the Prometheus lint accepts. */
export function renameMetrics(registry: Registry): void {
  for (const [from, to] of Object.entries(renamedMetrics)) {
    const metric = registry.getSingleMetric(from);
    if (metric === undefined) continue;
    registry.removeSingleMetric(from);
    registry.registerMetric(Object.assign(metric, { name: to }));
  }
}
