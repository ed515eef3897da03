import { Registry } from '@prometheus-io/client';
import { qualityOf } from '../content-negotiation.ts';
import { openMetricsText } from './open-metrics.ts';

/** What is asked of a registry to show its metrics. */
export type ExposedMetrics = Pick<Registry, 'metrics' | 'contentType' | 'getMetricsAsJSON'>;

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** Shows metrics in the format that an Accept header asks for: OpenMetrics, or the text format of Prometheus. */
export function exposition(metrics: ExposedMetrics): (accept: string | undefined) => Promise<Exposition> {
  return async (accept) =>
    prefersOpenMetrics(accept)
      ? { contentType: Registry.OPENMETRICS_CONTENT_TYPE, text: await openMetricsText(metrics) }
      : { contentType: metrics.contentType, text: await metrics.metrics() };
}

const openMetrics = 'application/openmetrics-text';

/**
 * Whether a client prefers OpenMetrics 1.0 (RFC 9110 section 12.5.1). It gets that when it names it, and does not
 * weigh the older format higher: people and tools that take anything expect the older one.
 */
export function prefersOpenMetrics(accept = ''): boolean {
  const weights = new Map<string, number>();
  for (const range of accept.split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name === openMetrics && !isVersionOne(parameters)) continue;
    weights.set(name, Math.max(qualityOf(parameters), weights.get(name) ?? 0));
  }
  const classic = weights.get('text/plain') ?? weights.get('text/*') ?? weights.get('*/*') ?? 0;
  const asked = weights.get(openMetrics) ?? 0;
  return asked > 0 && asked >= classic;
}

/** Without a version any will do. */
function isVersionOne(parameters: readonly string[]): boolean {
  const version = parameters.find((parameter) => /^version\s*=/.test(parameter));
  return version === undefined || /=\s*"?1\.0\.0"?$/.test(version);
}
