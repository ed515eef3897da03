import client, { Registry } from '@prometheus-io/client';
import type { FastifyPluginAsync } from 'fastify';
import fastifyMetrics from 'fastify-metrics';
import fastifyPlugin from 'fastify-plugin';
import { ActiveRequests } from './metrics/active-requests.ts';
import { renameMetrics } from './metrics/default-metrics.ts';
import { RouteLatencies } from './metrics/route-latencies.ts';
import { exposeRouteMetrics } from './metrics/route-metrics.ts';
import { exposeServiceMetrics, type ServiceMetricsSources } from './metrics/service-metrics.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** All metrics of this server. */
    readonly metricsRegistry: Registry;
    /** Requests being answered. */
    readonly activeRequests: ActiveRequests;
    /** How long requests took, by route. */
    readonly routeLatencies: RouteLatencies;
  }
}

export type MetricsOptions = Pick<ServiceMetricsSources, 'version' | 'log'>;

const plugin: FastifyPluginAsync<MetricsOptions> = async (app, options) => {
  const registry = new Registry();
  const active = new ActiveRequests();
  const latencies = new RouteLatencies();
  await app.register(fastifyMetrics.default, {
    promClient: client,
    endpoint: null,
    // Ten times a second, as it is by default, is more than anybody looks.
    defaultMetrics: { enabled: true, register: registry, eventLoopUtilizationTimeout: 1000 },
    routeMetrics: { enabled: false },
  });
  renameMetrics(registry);
  exposeRouteMetrics(latencies, registry);
  exposeServiceMetrics({ ...options, active, errors: app.errorCounts }, registry);
  app.decorate('metricsRegistry', registry);
  app.decorate('activeRequests', active);
  app.decorate('routeLatencies', latencies);

  app.quickLane?.onAnswered('metrics', ({ target, response }, milliseconds) => {
    latencies.observeRoute(target.method, target.route, response.statusCode, milliseconds);
  });
  app.addHook('onRequest', (request, _reply, next) => {
    active.begin(request.socket);
    next();
  });
  app.addHook('onResponse', (request, reply, next) => {
    active.end(request.socket);
    latencies.observe(request, reply.statusCode, reply.elapsedTime);
    next();
  });
};

/**
 * Metrics of the process and of every request. The process is fastify-metrics' part; what it would
 * measure of requests is counted here at a fraction of the cost, with the same labels.
 */
export const metrics = fastifyPlugin(plugin, { name: 'metrics', dependencies: ['errors'] });
