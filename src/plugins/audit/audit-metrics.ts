import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { TrailStats } from '../../audit/trail.ts';

/** Puts what the audit log counts of itself into a registry; read when somebody scrapes. */
export function auditMetrics(stats: () => TrailStats, registry: Registry): void {
  const registers: Registry[] = [];
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  registry.registerMetric(
    counter('schemagate_audit_events_total', 'Events taken for the audit log.', () => stats().recorded),
  );
  registry.registerMetric(
    counter(
      'schemagate_audit_dropped_events_total',
      'Events lost because the audit log could not be written.',
      () => stats().dropped,
    ),
  );
  registry.registerMetric(
    new Gauge({
      name: 'schemagate_audit_writable',
      help: 'Whether the audit log can be written: 1, or 0 while events wait.',
      registers,
      collect() {
        this.set(stats().writing ? 1 : 0);
      },
    }),
  );
}
