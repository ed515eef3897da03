import { type Metric, Registry } from '@prometheus-io/client';

type Family = Awaited<ReturnType<Registry['getMetricsAsJSON']>>[number];

/**
 * All metrics of a registry in the text format of OpenMetrics 1.0, with exemplars. The client prints it, from copies:
 * asked for this format, it takes `_total` off the names of the counters themselves, and so spoils the other format.
 */
export async function openMetricsText(metrics: Pick<Registry, 'getMetricsAsJSON'>): Promise<string> {
  const printed = new Registry(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const family of await metrics.getMetricsAsJSON()) printed.registerMetric(copyOf(family));
  return printed.metrics();
}

/** A metric as far as it is asked for when it is printed. */
function copyOf(family: Family): Metric<string> {
  const { help, type } = family;
  const name = type === 'counter' ? family.name.replace(/_total$/, '') : family.name;
  const values = family.values.map((sample) => ({ ...sample, labels: withDecimals(sample.labels) }));
  return { name, help, type, get: async () => ({ ...family, name, values }) } as unknown as Metric<string>;
}

type Labels = Family['values'][number]['labels'];

/**
 * Bounds and quantiles as floats are written there: `1.0`. Samples of a metric without labels may have none at all,
 * whatever their type says.
 */
function withDecimals(labels: Labels | undefined = {}): Labels {
  const entries = Object.entries(labels);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isBound(name) && Number.isInteger(value) ? `${value}.0` : value]),
  );
}

function isBound(name: string): boolean {
  return name === 'le' || name === 'quantile';
}
