import type { FastifyRequest } from 'fastify';
import { LatencySeries } from './latency-series.ts';

/** Labels of a series, as fastify-metrics names them. */
export interface RouteLabels {
  readonly method: string;
  /** Pattern of the route, so that the number of series is bounded. */
  readonly route: string;
  readonly status_code: number;
}

/** Stands for all paths that no route matches: fastify-metrics' name for them. */
export const unknownRoute = '__unknown__';

interface Entry {
  readonly labels: RouteLabels;
  readonly series: LatencySeries;
}

/** Latencies of all routes. */
export class RouteLatencies {
  #last: Entry | undefined;
  readonly #byLabels = new Map<string, Entry>();
  // A route's config is one object for its life, so that it leads to the series without building labels.
  readonly #byRoute = new WeakMap<object, Map<string, (LatencySeries | undefined)[]>>();

  observe(request: FastifyRequest, status: number, milliseconds: number): void {
    this.seriesOf(request, status).observe(milliseconds);
  }

  /** The series that answers with this status to such requests belong to. */
  seriesOf(request: FastifyRequest, status: number): LatencySeries {
    const { config, url } = request.routeOptions;
    let byMethod = this.#byRoute.get(config);
    if (byMethod === undefined) this.#byRoute.set(config, (byMethod = new Map()));
    let byStatus = byMethod.get(request.method);
    if (byStatus === undefined) byMethod.set(request.method, (byStatus = []));
    return (byStatus[status] ??= this.#entryFor(request.method, url ?? unknownRoute, status).series);
  }

  /** The same by the labels themselves, for one kind of request that comes again and again. */
  observeRoute(method: string, route: string, status: number, milliseconds: number): void {
    const { labels } = (this.#last ??= this.#entryFor(method, route, status));
    if (labels.method !== method || labels.route !== route || labels.status_code !== status) {
      this.#last = this.#entryFor(method, route, status);
    }
    this.#last.series.observe(milliseconds);
  }

  entries(): readonly Entry[] {
    return [...this.#byLabels.values()];
  }

  #entryFor(method: string, route: string, status_code: number): Entry {
    const key = `${method} ${status_code} ${route}`;
    const known = this.#byLabels.get(key);
    if (known !== undefined) return known;
    const entry = { labels: { method, route, status_code }, series: new LatencySeries() };
    this.#byLabels.set(key, entry);
    return entry;
  }
}
