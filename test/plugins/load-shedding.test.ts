import underPressure from '@fastify/under-pressure';
import { Registry } from '@prometheus-io/client';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { errors } from '../../src/plugins/errors.ts';
import type { ShedReason } from '../../src/plugins/load-shedding/sheds.ts';
import { type LoadSheddingOptions, loadShedding } from '../../src/plugins/load-shedding.ts';
import { unwatchedLoad } from '../helpers/unwatched-load.ts';

const overloads: [ShedReason, Partial<LoadSheddingOptions>][] = [
  ['heap', { maxHeapUsedBytes: 1 }],
  ['resident_memory', { maxRssBytes: 1 }],
  ['event_loop_utilization', { maxEventLoopUtilization: 1e-9 }],
  ['event_loop_delay', { maxEventLoopDelay: 1e-9 }],
];
const started: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.close()));
});

async function app(setUp: (app: FastifyInstance) => unknown): Promise<FastifyInstance> {
  const app = fastify();
  started.push(app);
  await app.register(errors);
  await setUp(app);
  for (const url of ['/things', '/health', '/health/live', '/health/ready']) app.get(url, () => ({}));
  await app.ready();
  return app;
}

describe('an overloaded server', () => {
  it.each(overloads)('answers 503 as the plain plugin does: %s', async (reason, limits) => {
    const options = { ...unwatchedLoad, ...limits };
    const mine = await app((app) => app.register(loadShedding, options));
    const plain = await app((app) =>
      app.register(underPressure, { ...options, eventLoopUtilizationMode: 'interval' }),
    );
    await expect
      .poll(() => mine.load.isUnderPressure() && plain.isUnderPressure(), { timeout: 10_000 })
      .toBe(true);
    const [refused, expected] = [await mine.inject('/things'), await plain.inject('/things')];
    expect(refused.statusCode).toBe(expected.statusCode);
    expect(refused.headers['retry-after']).toBe(expected.headers['retry-after']);
    expect(refused.json()).toEqual({ error_code: 503, message: 'HTTP 503 Service Unavailable' });
    expect(mine.errorCounts.entries()).toContainEqual(['unavailable', 1]);
    expect(mine.sheds.entries()).toContainEqual([reason, 1]);
  });

  it('still answers probes', async () => {
    const mine = await app((app) => app.register(loadShedding, { ...unwatchedLoad, maxRssBytes: 1 }));
    await expect.poll(() => mine.load.isUnderPressure(), { timeout: 10_000 }).toBe(true);
    for (const url of ['/health', '/health/live', '/health/ready']) {
      expect((await mine.inject(url)).statusCode).toBe(200);
    }
  });
});

describe('a server with many requests under way', () => {
  it('turns more away, but for probes and administration', async () => {
    let inFlight = 3;
    const mine = await app(async (app) => {
      await app.register(loadShedding, { ...unwatchedLoad, maxInFlight: 2, inFlight: () => inFlight });
      app.get('/keys', { config: { access: { action: 'admin', subject: 'none' } } }, () => ({}));
    });
    const refused = await mine.inject('/things');
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    expect((await mine.inject('/nowhere')).statusCode).toBe(503);
    expect((await mine.inject('/keys')).statusCode).toBe(200);
    expect((await mine.inject('/health/live')).statusCode).toBe(200);
    inFlight = 2;
    expect((await mine.inject('/things')).statusCode).toBe(200);
    const registry = new Registry();
    mine.sheds.expose(registry);
    expect(await registry.metrics()).toContain('schemagate_shed_requests_total{reason="in_flight"} 2');
  });
});

describe('a server at ease', () => {
  it('does not take its own start for overload', async () => {
    const startsAt = performance.now();
    const mine = await app((app) =>
      app.register(loadShedding, { ...unwatchedLoad, maxRssBytes: 1, sampleInterval: 50 }),
    );
    await expect.poll(() => mine.load.isUnderPressure(), { timeout: 10_000, interval: 5 }).toBe(true);
    expect(performance.now() - startsAt).toBeGreaterThanOrEqual(100);
  });

  it('is measured, and answers', async () => {
    const mine = await app((app) =>
      app.register(loadShedding, { ...unwatchedLoad, maxEventLoopDelay: 60_000, sampleInterval: 300 }),
    );
    await expect.poll(() => mine.load.memoryUsage().rssBytes, { timeout: 10_000 }).toBeGreaterThan(0);
    expect((await mine.inject('/things')).statusCode).toBe(200);
  });
});
