import { startOtlpReceiver } from '../../test/helpers/otlp-receiver.ts';
import { judged, type Row } from '../row.ts';
import { replaced } from '../text.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const caller = 'b7ad6b7169203331';

/** Spans arrive at a collector, as part of the caller's trace. */
export const row: Row = {
  id: 'tracing',
  group: 'operations',
  title: "Spans arrive at an OpenTelemetry collector, as part of the caller's trace",
  risk: 'high',
  source: 'Mercari production readiness checklist',
  async probe(candidate) {
    const collector = await startOtlpReceiver();
    try {
      const service = await candidate.start({
        TRACING: 'true',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        TRACING_SAMPLE_RATIO: '0',
      });
      const headers = { traceparent: `00-${traceId}-${caller}-01` };
      await service.ask('/subjects/traced/versions', { headers });
      // What waits is sent at the end.
      service.signal('SIGTERM');
      await service.ended;
    } finally {
      await collector.close();
    }
    const spans = collector.spans.filter((span) => span.traceId === traceId);
    const request = spans.find(({ kind }) => kind === 2);
    if (request === undefined)
      return judged([`none of ${collector.spans.length} spans is a request of the caller's trace`], '');
    const problems: string[] = [];
    if (request.parentSpanId !== caller) problems.push(`the request hangs below ${request.parentSpanId}`);
    if (request.resource['service.name'] !== 'schemagate') problems.push('the service has no name');
    if (!spans.some(({ parentSpanId }) => parentSpanId === request.spanId))
      problems.push('the request has no spans below it');
    return judged(problems, `${spans.length} spans by OTLP, below the span that traceparent names`);
  },
  breaks: () => ({
    // Each request begins a trace of its own, and all of them are sent.
    reason: /^none of [1-9]\d* spans is a request of the caller's trace$/,
    settings: { TRACING_SAMPLE_RATIO: '1' },
    edits: {
      'src/plugins/tracing/traced-requests.ts': replaced('startRequest(request.headers,', 'startRequest({},'),
    },
  }),
};
