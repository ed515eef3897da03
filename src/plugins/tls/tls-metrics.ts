import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { Certificates } from './certificates.ts';

export interface TlsCounts {
  readonly reloads: { done: number; refused: number };
  readonly failedHandshakes: number;
}

/** Puts what is known of the certificate into a registry; read when somebody scrapes. */
export function exposeTlsMetrics(certificates: Certificates, counts: TlsCounts, registry: Registry): void {
  const registers: Registry[] = [];
  const expiry = new Gauge({
    name: 'schemagate_tls_certificate_expiry_timestamp_seconds',
    help: 'When the first certificate of the chain in use ends, in seconds since 1970.',
    registers,
    collect() {
      this.set(certificates.current.expiresAt / 1000);
    },
  });
  const reloads = new Counter({
    name: 'schemagate_tls_certificate_reloads_total',
    help: 'New certificates found in the files, by whether they could be used.',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(counts.reloads)) this.inc({ outcome }, count);
    },
  });
  const handshakes = new Counter({
    name: 'schemagate_tls_handshake_failures_total',
    help: 'Connections that ended before TLS was agreed on.',
    registers,
    collect() {
      this.reset();
      this.inc(counts.failedHandshakes);
    },
  });
  for (const metric of [expiry, reloads, handshakes]) registry.registerMetric(metric);
}
