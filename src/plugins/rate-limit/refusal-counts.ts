import { Counter, type Registry } from '@prometheus-io/client';
import { type RouteClass, routeClasses } from '../route-class.ts';

/** How many requests were refused since the start because their client had made too many, by class of route. */
export class RefusalCounts {
  readonly #counts = new Map<RouteClass, number>(routeClasses.map((name) => [name, 0]));

  add(name: RouteClass): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  entries(): readonly (readonly [RouteClass, number])[] {
    return [...this.#counts];
  }

  /** Puts the counts into a registry; read when somebody scrapes. */
  expose(registry: Registry): void {
    const entries = () => this.entries();
    registry.registerMetric(
      new Counter({
        name: 'schemagate_rate_limited_requests_total',
        help: 'Requests refused because their client had made too many, by class of route.',
        labelNames: ['class'],
        registers: [],
        collect() {
          this.reset();
          for (const [name, count] of entries()) this.inc({ class: name }, count);
        },
      }),
    );
  }
}
