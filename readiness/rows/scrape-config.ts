import { parse } from 'yaml';
import { isInstalled } from '../judge.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const config = 'deploy/prometheus/prometheus.yaml';
const base = 'deploy/kubernetes/base';
const monitor = 'deploy/kubernetes/components/monitoring/service-monitor.yaml';

interface Scrape {
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly metrics_path: string;
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
}
interface Monitor {
  readonly spec: { readonly endpoints: readonly { readonly port: string; readonly path: string }[] };
}
interface MetricsService {
  readonly spec: { readonly ports: readonly { readonly name: string; readonly targetPort: string }[] };
}
interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
        }[];
      };
    };
  };
}

/** What Prometheus is told to scrape is where the metrics are. */
export const row: Row = {
  id: 'scrape-config',
  group: 'deployment',
  title: 'What Prometheus is told to scrape is where the metrics are',
  risk: 'high',
  source: 'etcd mixin',
  async probe(candidate) {
    const problems: string[] = [];
    if (isInstalled('promtool')) {
      const { code, output } = await candidate.run('promtool', ['check', 'config', config]);
      if (code !== 0) problems.push(output.trim());
    }
    const { configSchema } = await candidate.load<{
      configSchema: { properties: { METRICS_PORT: { default: number } } };
    }>('src/config.ts');
    const port = configSchema.properties.METRICS_PORT.default;
    const { metricsUrl } = await candidate.service();
    const look = async (where: string, path: string, ports: readonly number[]) => {
      const { status, headers } = await fetch(new URL(path, metricsUrl));
      const type = headers.get('content-type') ?? '';
      if (status !== 200 || !type.startsWith('text/plain; version='))
        problems.push(`${where}: ${path} answers ${status}, ${type}`);
      if (ports.length === 0 || ports.some((each) => each !== port))
        problems.push(`${where}: port ${ports.join()} and not ${port}`);
    };
    for (const job of (parse(candidate.read(config)) as Scrape).scrape_configs) {
      const targets = job.static_configs.flatMap((each) => each.targets);
      await look(
        config,
        job.metrics_path,
        targets.map((target) => Number(target.split(':').at(-1))),
      );
      if (!job.job_name.startsWith('schemagate'))
        problems.push(`${config}: the rules don't mean ${job.job_name}`);
    }
    const service = parse(candidate.read(`${base}/service-metrics.yaml`)) as MetricsService;
    const deployment = parse(candidate.read(`${base}/deployment.yaml`)) as Deployment;
    const containerPorts = deployment.spec.template.spec.containers.flatMap(({ ports }) => ports);
    for (const endpoint of (parse(candidate.read(monitor)) as Monitor).spec.endpoints) {
      const target = service.spec.ports.find(({ name }) => name === endpoint.port)?.targetPort;
      const found = containerPorts.filter(({ name }) => name === target);
      await look(
        monitor,
        endpoint.path,
        found.map(({ containerPort }) => containerPort),
      );
    }
    return judged(
      problems,
      `a file for Prometheus and a ServiceMonitor, both to port ${port}, at a path that answers`,
    );
  },
  breaks: () => ({
    reason: /^deploy\/prometheus\/prometheus\.yaml: \/metrix answers 404/,
    edits: { [config]: replaced('metrics_path: /metrics', 'metrics_path: /metrix') },
  }),
};
