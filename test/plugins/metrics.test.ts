import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import client, { Registry } from '@prometheus-io/client';
import fastify, { type FastifyInstance } from 'fastify';
import fastifyMetrics from 'fastify-metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type Principal, type Role } from '../../src/access/principal.ts';
import { loadConfig } from '../../src/config.ts';
import { buildMetricsApp } from '../../src/metrics-app.ts';
import { errors } from '../../src/plugins/errors.ts';
import { renamedMetrics } from '../../src/plugins/metrics/default-metrics.ts';
import { metrics } from '../../src/plugins/metrics.ts';
import { LogLines } from '../helpers/log-lines.ts';

const app: FastifyInstance = fastify();
const held = Promise.withResolvers<void>();
let metricsApp: FastifyInstance;

function addRoutes(app: FastifyInstance): void {
  app.get('/things/:name', () => ({}));
  app.post('/things/:name', (_request, reply) => reply.code(201).send({}));
  app.get('/held', async () => {
    await held.promise;
    return {};
  });
  app.get('/broken', () => {
    throw new Error('broken');
  });
}

async function exercise(app: FastifyInstance): Promise<void> {
  await app.inject('/things/a');
  await app.inject('/things/b');
  await app.inject({ method: 'POST', url: '/things/a' });
  await app.inject('/broken');
}

async function samplesOf(registry: Pick<Registry, 'metrics'>): Promise<Map<string, number>> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

const loaded = loadConfig({});
if (!loaded.ok) throw new Error(loaded.problems.join(' '));
const plain = { config: loaded.config, certificates: undefined, identify: async () => anonymous };

beforeAll(async () => {
  await app.register(errors);
  await app.register(metrics, { version: '1.2.3', log: new LogLines() });
  addRoutes(app);
  metricsApp = await buildMetricsApp({ ...plain, registry: app.metricsRegistry });
  await exercise(app);
});
afterAll(async () => {
  await metricsApp.close();
  await app.close();
});

describe('metrics of requests', () => {
  it('have the labels and counts that plain fastify-metrics gives them', async () => {
    const registry = new Registry();
    const plain = fastify();
    await plain.register(errors);
    await plain.register(fastifyMetrics.default, {
      promClient: client,
      endpoint: null,
      defaultMetrics: { enabled: false },
      routeMetrics: {
        enabled: true,
        overrides: { histogram: { registers: [registry] }, summary: { registers: [registry] } },
      },
    });
    addRoutes(plain);
    await exercise(plain);
    const expected = [...(await samplesOf(registry))].map(
      ([name, value]) =>
        [name.replace('http_request_summary_seconds', 'http_request_latency_seconds'), value] as const,
    );
    const samples = await samplesOf(app.metricsRegistry);
    expect(expected.length).toBeGreaterThan(60);
    expect([...samples.keys()]).toEqual(expect.arrayContaining(expected.map(([name]) => name)));
    const counts = expected.filter(([name]) => name.includes('_count'));
    expect(counts.length).toBe(6);
    for (const [name, count] of counts) expect([name, samples.get(name)]).toEqual([name, count]);
    await plain.close();
  });

  it('bring paths that no route matches under one label', async () => {
    const unknown = 'http_request_duration_seconds_count{method="GET",route="__unknown__",status_code="404"}';
    for (const url of ['/nowhere', '/elsewhere/1']) await app.inject(url);
    expect((await samplesOf(app.metricsRegistry)).get(unknown)).toBe(2);
  });

  it('say how many are under way, and forget those whose client left', async () => {
    const active = async () => (await samplesOf(app.metricsRegistry)).get('schemagate_active_requests');
    const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const get = () => {
      const socket = connect(Number(address.port), address.hostname);
      socket.write('GET /held HTTP/1.1\r\nHost: a\r\n\r\n');
      return socket;
    };
    const [leaving, staying] = [get(), get()];
    await expect.poll(active).toBe(2);
    leaving.destroy();
    await expect.poll(active).toBe(1);
    held.resolve();
    await expect.poll(active).toBe(0);
    staying.destroy();
  });
});

describe('metrics of the service', () => {
  it('count errors by category, every category from the start', async () => {
    const samples = await samplesOf(app.metricsRegistry);
    expect(samples.get('schemagate_errors_total{category="internal"}')).toBe(1);
    expect(samples.get('schemagate_errors_total{category="conflict"}')).toBe(0);
  });

  it('say what runs, and how its process does', async () => {
    const samples = await samplesOf(app.metricsRegistry);
    expect(samples.get(`schemagate_build_info{version="1.2.3",node_version="${process.version}"}`)).toBe(1);
    expect(samples.get('schemagate_log_waiting_bytes')).toBe(0);
    expect(samples.get('schemagate_log_dropped_bytes_total')).toBe(0);
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_user_seconds_total',
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_heap_size_used_bytes',
    ]) {
      expect([name, samples.get(name)]).toEqual([name, expect.any(Number)]);
    }
  });

  it('include every default metric of the client, a few under another name', async () => {
    const registry = new Registry();
    client.collectDefaultMetrics({ register: registry });
    const expected = registry.getMetricsAsArray().map(({ name }) => renamedMetrics[name] ?? name);
    const present = app.metricsRegistry.getMetricsAsArray().map(({ name }) => name);
    expect(present).toEqual(expect.arrayContaining(expected));
    for (const [from, to] of Object.entries(renamedMetrics)) {
      expect(present).not.toContain(from);
      expect(present).toContain(to);
    }
  });
});

describe('the exposition', () => {
  it('keeps the rules of names that the Prometheus lint has', async () => {
    const types = [...(await app.metricsRegistry.metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
    expect(types.length).toBeGreaterThan(30);
    const wrong = types.filter(
      ([, name = '', type = '']) =>
        (type === 'counter') !== name.endsWith('_total') ||
        /(?:^|_)(?:counter|gauge|histogram|summary)(?:_|$)|_(?:count|sum|bucket)$|[A-Z:]/.test(name),
    );
    expect(wrong).toEqual([]);
  });

  const promtool = spawnSync('promtool', ['--version']).error === undefined;
  it.skipIf(!promtool)('passes promtool (skipped where promtool is not installed)', async () => {
    const input = await app.metricsRegistry.metrics();
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input,
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

describe('the metrics server', () => {
  it.each(['/metrics', '/metrics/', '/'])('answers %s in the text format of Prometheus', async (url) => {
    const response = await metricsApp.inject(url);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.body).toContain('schemagate_build_info');
  });

  it('refuses everything else in the form of errors', async () => {
    expect((await metricsApp.inject('/subjects')).json()).toEqual({
      error_code: 404,
      message: 'HTTP 404 Not Found',
    });
    const post = await metricsApp.inject({ method: 'POST', url: '/metrics' });
    expect(post.statusCode).toBe(405);
    const unroutable = await metricsApp.inject('/%');
    expect(unroutable.json()).toMatchObject({ error_code: 400, message: expect.stringContaining('%25') });
    expect(post.headers['x-content-type-options']).toBe('nosniff');
  });

  it('compresses metrics for those who ask for that, as Prometheus does', async () => {
    const plain = await metricsApp.inject('/metrics');
    const small = await metricsApp.inject({ url: '/metrics', headers: { 'accept-encoding': 'gzip' } });
    expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept, Accept-Encoding' });
    expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect(gunzipSync(small.rawPayload).toString()).toContain('schemagate_build_info');
  });

  it('answers 500 without details when metrics cannot be read', async () => {
    const registry = { contentType: 'text/plain', metrics: () => Promise.reject(new Error('secret')) };
    const broken = await buildMetricsApp({ ...plain, registry: registry as never });
    const response = await broken.inject('/metrics');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret');
    await broken.close();
  });

  it('asks for the role metrics where that is set', async () => {
    const guarded = loadConfig({ METRICS_AUTH: 'required' });
    if (!guarded.ok) throw new Error(guarded.problems.join(' '));
    let asking: Principal = anonymous;
    const closed = await buildMetricsApp({
      ...plain,
      config: guarded.config,
      registry: app.metricsRegistry,
      identify: async () => asking,
    });
    const statusFor = async (role: Role, subjects = '') => {
      asking = { kind: 'key', id: 'a', name: 'n', grants: [{ role, subjects }] };
      return (await closed.inject('/metrics')).statusCode;
    };
    expect((await closed.inject('/metrics')).statusCode).toBe(401);
    expect([await statusFor('metrics'), await statusFor('admin')]).toEqual([200, 200]);
    expect([await statusFor('reader'), await statusFor('admin', 'a.')]).toEqual([403, 403]);
    await closed.close();
  });
});
