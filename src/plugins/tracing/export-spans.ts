import { type ExportResult, ExportResultCode, parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { SpanExporter } from '@opentelemetry/sdk-trace';

export interface ExportOptions {
  /** Where the collector is, without `/v1/traces`. */
  readonly endpoint: string;
  /** As `name=value,name=value`, percent-encoded. */
  readonly headers: string;
  readonly timeoutMs: number;
  /** Told of each batch. */
  readonly onResult: (outcome: 'exported' | 'failed', spans: number, error?: Error) => void;
}

/**
 * Sends spans as OTLP, protobuf over HTTP, and says what became of them. OpenTelemetry's exporter makes the calls
 * itself, since a collector is usually at an address that other calls may not go to.
 * @throws Error when the endpoint is no URL of HTTP
 */
export function spanExporter({ endpoint, headers, timeoutMs, onResult }: ExportOptions): SpanExporter {
  const exporter = new OTLPTraceExporter({
    url: tracesUrl(endpoint),
    headers: parseKeyPairsIntoRecord(headers),
    timeoutMillis: timeoutMs,
  });
  return {
    export(spans, done) {
      exporter.export(spans, (result: ExportResult) => {
        if (result.code === ExportResultCode.SUCCESS) onResult('exported', spans.length);
        else onResult('failed', spans.length, result.error);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

function tracesUrl(endpoint: string): string {
  if (!/^https?:\/\/[^/]/.test(endpoint) || !URL.canParse(endpoint))
    throw new Error('OTEL_EXPORTER_OTLP_ENDPOINT is not a URL of http: or https:');
  return `${endpoint.replace(/\/+$/, '')}/v1/traces`;
}
