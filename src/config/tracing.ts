import { Type } from '../typebox.ts';

/** Settings of tracing; those that OpenTelemetry has a name for go by it. See docs/operations/tracing.md. */
export const tracingSettings = {
  TRACING: Type.Boolean({
    default: false,
    description: 'Send traces to an OpenTelemetry collector. Off, nothing of it is even loaded.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.String({
    default: 'http://127.0.0.1:4318',
    description: 'Where the collector takes OTLP over HTTP; `/v1/traces` is added.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: Type.String({
    default: '',
    description: 'Headers that the collector asks for, as `name=value,name=value`, percent-encoded.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS_FILE: Type.String({
    default: '',
    description: 'File that holds `OTEL_EXPORTER_OTLP_HEADERS`.',
  }),
  OTEL_SERVICE_NAME: Type.String({
    default: 'schemagate',
    minLength: 1,
    description: 'Name of the service in traces.',
  }),
  TRACING_SAMPLE_RATIO: Type.Number({
    default: 0.1,
    minimum: 0,
    maximum: 1,
    description:
      'Share of the traces begun here that are sent (0 to 1). Of those begun elsewhere the caller decides.',
  }),
};
