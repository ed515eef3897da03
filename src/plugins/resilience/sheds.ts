import { Counter, type Registry } from '@prometheus-io/client';

/** Why requests are turned away. */
export const shedReasons = [
  'in_flight',
  'event_loop_delay',
  'event_loop_utilization',
  'heap',
  'resident_memory',
] as const;
export type ShedReason = (typeof shedReasons)[number];

/** How many requests were turned away since the start. */
export class Sheds {
  readonly #counts = new Map<ShedReason, number>(shedReasons.map((reason) => [reason, 0]));

  add(reason: ShedReason): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  entries(): readonly (readonly [ShedReason, number])[] {
    return [...this.#counts];
  }

  /** Puts the counts into a registry; read when somebody scrapes. */
  expose(registry: Registry): void {
    const entries = () => this.entries();
    registry.registerMetric(
      new Counter({
        name: 'schemagate_shed_requests_total',
        help: 'Requests turned away because the service had too much to do, by reason.',
        labelNames: ['reason'],
        registers: [],
        collect() {
          this.reset();
          for (const [reason, count] of entries()) this.inc({ reason }, count);
        },
      }),
    );
  }
}
