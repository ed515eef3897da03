import type { OutboundClient } from '../../outbound/client.ts';
import type { SchemaFormat } from '../../registry/format.ts';
import type { Store } from '../../registry/store.ts';
import type { StoreObservers } from '../../storage/configured-store.ts';

export type Fetch = OutboundClient['fetch'];

export interface TracingOptions {
  readonly settings: {
    readonly TRACING: boolean;
    readonly OTEL_EXPORTER_OTLP_ENDPOINT: string;
    readonly OTEL_EXPORTER_OTLP_HEADERS: string;
    readonly OTEL_SERVICE_NAME: string;
    readonly TRACING_SAMPLE_RATIO: number;
    readonly DATABASE_URL: string;
    readonly UPSTREAM_URL: string;
  };
  readonly version: string;
}

/** Makes what it is given tell how long its calls took, as spans of the request that they serve. */
export interface Tracing {
  readonly store: (store: Store) => Store;
  readonly format: (format: SchemaFormat) => SchemaFormat;
  /** Calls to other servers, which also learn which trace they belong to. */
  readonly fetch: (fetch: Fetch) => Fetch;
  /** See the work of the store's engine; none when nobody does. */
  readonly observers: StoreObservers;
  /** Of the trace that the running code is part of, when that is sampled: for exemplars of metrics. */
  readonly traceId: () => string | undefined;
}

/** Leaves everything as it is. */
export const noTracing: Tracing = {
  store: (store) => store,
  format: (format) => format,
  fetch: (fetch) => fetch,
  observers: {},
  traceId: () => undefined,
};
