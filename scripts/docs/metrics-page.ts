import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from '@prometheus-io/client';
import { buildWholeApp } from './whole-app.ts';

interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
}

const parts: readonly (readonly [heading: string, prefix: string])[] = [
  ['The service', 'schemagate_'],
  ['Requests', 'http_'],
  ['The process', 'process_'],
  ['Node.js', 'nodejs_'],
];

/** docs/metrics.md: what the registry of metrics holds when all that is optional is switched on. */
export async function metricsPage(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'schemagate-'));
  const app = await buildWholeApp(directory);
  try {
    const metrics = metricsIn(app.metricsRegistry);
    return (
      intro +
      parts
        .map(([heading, prefix]) =>
          part(
            heading,
            metrics.filter(({ name }) => name.startsWith(prefix)),
          ),
        )
        .join('\n')
    );
  } finally {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Every metric of a registry, by name. */
export function metricsIn(registry: Pick<Registry, 'getMetricsAsArray'>): readonly Metric[] {
  const described = registry.getMetricsAsArray().map((metric) => {
    const {
      name,
      type,
      help,
      labelNames = [],
    } = metric as typeof metric & { labelNames?: readonly string[] };
    return { name, type, help, labels: labelNames };
  });
  return described.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const intro = `<!-- Written by \`npm run docs\` from the registry of metrics; change the sources, not here. -->
# Metrics

At \`/metrics\` of the metrics server (port 9090), in the text format of Prometheus, or for clients that ask for it
in that of OpenMetrics, with [exemplars](operations/tracing.md). Names end in their unit; labels have few values each, none
of them a subject, an id or an address of a client. Some are there only when what they measure is switched on: backups,
webhooks, TLS, a schema directory, a database.

[Rules](../deploy/prometheus/rules.yaml) and a [dashboard](../deploy/grafana/schemagate.json) over them are in \`deploy\`; what
they promise is in [service level objectives](slo.md).

`;

function part(heading: string, metrics: readonly Metric[]): string {
  const rows = metrics.map(
    ({ name, type, labels, help }) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help.replaceAll('|', '\\|')} |\n`,
  );
  return `## ${heading}\n\n| Metric | Type | Labels | Meaning |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}
