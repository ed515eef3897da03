import { Gauge, type Registry } from '@prometheus-io/client';

/** Shows since when the store's answers may be out of date; `seconds` is undefined while they are current. */
export function stalenessMetric(seconds: () => number | undefined, registry: Registry): void {
  registry.registerMetric(
    new Gauge({
      name: 'schemagate_stale_seconds',
      help: 'Seconds since which answers may be out of date, because changes elsewhere are not heard of; 0 when they are current.',
      registers: [],
      collect() {
        this.set(seconds() ?? 0);
      },
    }),
  );
}
