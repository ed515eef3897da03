import { judged, type Row } from '../row.ts';
import { without } from '../text.ts';

/** Latency and throughput are measured by route. */
export const row: Row = {
  id: 'latency-metrics',
  group: 'observability',
  title: 'Latency and throughput are measured by route',
  risk: 'high',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const service = await candidate.service();
    await service.ask('/subjects');
    const metrics = await (await fetch(service.metricsUrl)).text();
    return judged(
      /^http_request_duration_seconds_bucket\{[^}]*route="\/subjects"/m.test(metrics)
        ? []
        : ['no histogram of latency by route'],
      'http_request_duration_seconds by method, route and status',
    );
  },
  breaks: () => ({
    reason: /^no histogram of latency by route$/,
    edits: {
      'src/plugins/metrics.ts': without('latencies.observe(request, reply.statusCode, reply.elapsedTime);'),
    },
  }),
};
