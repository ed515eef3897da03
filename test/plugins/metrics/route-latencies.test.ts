import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { RouteLatencies } from '../../../src/plugins/metrics/route-latencies.ts';

function requestOf(method: string, url: string | undefined): FastifyRequest {
  return { method, routeOptions: { url, config: {} } } as unknown as FastifyRequest;
}

it('has one series for each method, route and status, wherever the route is declared', () => {
  const latencies = new RouteLatencies();
  const again = requestOf('GET', '/a');
  for (const request of [
    again,
    again,
    requestOf('GET', '/a'),
    requestOf('HEAD', '/a'),
    requestOf('GET', undefined),
  ]) {
    latencies.observe(request, 200, 1);
  }
  latencies.observe(again, 404, 1);
  expect(latencies.entries().map(({ labels, series }) => [...Object.values(labels), series.count])).toEqual([
    ['GET', '/a', 200, 3],
    ['HEAD', '/a', 200, 1],
    ['GET', '__unknown__', 200, 1],
    ['GET', '/a', 404, 1],
  ]);
});
