import { Histogram, type MetricObject, type Registry, Summary } from '@prometheus-io/client';
import { bucketBounds, type Exemplar, type LatencySeries, quantiles } from './latency-series.ts';
import type { RouteLabels, RouteLatencies } from './route-latencies.ts';

type Label = keyof RouteLabels;
const labelNames = ['method', 'route', 'status_code'] as const satisfies Label[];

const bounds = [...bucketBounds, '+Inf'];

interface Sample {
  readonly value: number | undefined;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName: string;
  /** Printed in the format of OpenMetrics alone. */
  readonly exemplar?: ReturnType<typeof printable>;
}

/**
 * Puts the latencies into a registry under the names and labels that fastify-metrics gives them, but
 * for the summary's name, which the Prometheus lint refuses.
 */
export function exposeRouteMetrics(latencies: RouteLatencies, registry: Registry): void {
  const histogram = new Histogram<Label>({
    name: 'http_request_duration_seconds',
    help: 'request duration in seconds',
    labelNames,
    registers: [registry],
  });
  expose(histogram, () => histogramSamples('http_request_duration_seconds', latencies));
  const summary = new Summary<Label>({
    name: 'http_request_latency_seconds',
    help: 'request duration in seconds summary',
    labelNames,
    registers: [registry],
  });
  expose(summary, () => summarySamples('http_request_latency_seconds', latencies));
}

/** Makes a metric of the client print samples that are kept elsewhere. */
function expose(metric: Histogram<Label> | Summary<Label>, samples: () => Iterable<Sample>): void {
  const { name, help, type, aggregator } = metric as unknown as MetricObject;
  const read = () => Promise.resolve({ name, help, type, aggregator, values: [...samples()] });
  Object.assign(metric, { get: read, getForPromString: read });
}

function* histogramSamples(name: string, latencies: RouteLatencies): Iterable<Sample> {
  const metricName = `${name}_bucket`;
  for (const { labels, series } of latencies.entries()) {
    const cumulative = series.cumulative();
    for (const [index, le] of bounds.entries()) {
      const exemplar = series.exemplar(index);
      yield {
        value: cumulative[index],
        labels: { le, ...labels },
        metricName,
        ...(exemplar && { exemplar: printable(exemplar) }),
      };
    }
    yield* totals(name, labels, series);
  }
}

/** As the client prints it. */
function printable({ traceId, seconds, time }: Exemplar) {
  return { labelSet: { trace_id: traceId }, value: seconds, timestamp: time };
}

function* summarySamples(name: string, latencies: RouteLatencies): Iterable<Sample> {
  for (const { labels, series } of latencies.entries()) {
    for (const quantile of quantiles) {
      yield { value: series.quantile(quantile), labels: { quantile, ...labels }, metricName: name };
    }
    yield* totals(name, labels, series);
  }
}

function* totals(name: string, labels: RouteLabels, series: LatencySeries): Iterable<Sample> {
  yield { value: series.sum, labels: { ...labels }, metricName: `${name}_sum` };
  yield { value: series.count, labels: { ...labels }, metricName: `${name}_count` };
}
