import { Registry } from '@prometheus-io/client';
import fastify, { type FastifyInstance, type FastifyRequest, type LightMyRequestResponse } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { anonymous, type Principal } from '../../src/access/principal.ts';
import type { AuditEvent } from '../../src/audit/event.ts';
import { errors } from '../../src/plugins/errors.ts';
import { type RateLimitSettings, rateLimit } from '../../src/plugins/rate-limit.ts';
import { replyHeaders } from '../../src/plugins/reply-headers.ts';
import { hasRedis, type RedisServer, startRedis } from '../helpers/redis-server.ts';

const off: RateLimitSettings = {
  RATE_LIMIT_MAX: 0,
  RATE_LIMIT_READ_MAX: 0,
  RATE_LIMIT_WRITE_MAX: 0,
  RATE_LIMIT_VALIDATE_MAX: 0,
  RATE_LIMIT_ADMIN_MAX: 0,
  RATE_LIMIT_WINDOW_MS: 60_000,
  RATE_LIMIT_REDIS_URL: '',
  RATE_LIMIT_REDIS_TIMEOUT_MS: 500,
  RATE_LIMIT_WITHOUT_REDIS: 'allow',
};

interface Limited {
  readonly app: FastifyInstance;
  readonly events: AuditEvent[];
  readonly logged: string[];
}

type Settings = Partial<RateLimitSettings>;

/** A plugin of this name, for those that depend on it. */
function inPlaceOf(name: string, setUp: (app: FastifyInstance) => unknown) {
  return fastifyPlugin(async (app: FastifyInstance) => void setUp(app), { name });
}

async function limited(settings: Settings, maxClients?: number): Promise<Limited> {
  const events: AuditEvent[] = [];
  const logged: string[] = [];
  const app = fastify({ logger: { level: 'info', stream: { write: (line: string) => logged.push(line) } } });
  onTestFinished(() => app.close());
  await app.register(replyHeaders);
  await app.register(errors);
  await app.register(
    inPlaceOf('audit', (app) => {
      app.decorate('audit', { record: (event) => void events.push(event) });
    }),
  );
  await app.register(
    inPlaceOf('authentication', (app) => {
      app.decorateRequest('principal', {
        getter(this: FastifyRequest): Principal {
          const id = this.headers['x-test-key'];
          return typeof id === 'string' ? { kind: 'key', id, name: id, grants: [] } : anonymous;
        },
      });
    }),
  );
  const options = maxClients === undefined ? {} : { maxClients };
  await app.register(rateLimit, { settings: { ...off, ...settings }, ...options });
  app.get('/subjects', () => ({}));
  app.post('/subjects/:subject/versions', () => ({}));
  app.post('/subjects/:subject', () => ({}));
  app.get('/keys', { config: { access: { action: 'admin', subject: 'none' } } }, () => ({}));
  app.get('/health/live', () => ({}));
  return { app, events, logged };
}

function summary(response: LightMyRequestResponse): Readonly<Record<string, unknown>> {
  const headers = Object.entries(response.headers).filter(([name]) => /ratelimit|retry-after/.test(name));
  return { status: response.statusCode, ...Object.fromEntries(headers) };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the rate limit', () => {
  it('counts in windows, and tells how a client stands', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    const { app } = await limited({ RATE_LIMIT_MAX: 2 });
    const policy = { 'ratelimit-policy': '"read";q=2;w=60' };
    expect(summary(await app.inject('/subjects'))).toEqual({
      status: 200,
      ...policy,
      ratelimit: '"read";r=1;t=60',
    });
    vi.setSystemTime(1_001_100);
    expect(summary(await app.inject('/subjects'))).toMatchObject({
      status: 200,
      ratelimit: '"read";r=0;t=59',
    });
    const refused = await app.inject('/subjects');
    expect(summary(refused)).toEqual({
      status: 429,
      ...policy,
      ratelimit: '"read";r=0;t=59',
      'retry-after': '59',
    });
    expect(refused.json()).toEqual({ error_code: 429, message: 'Rate limit exceeded, retry in 59 s' });
    expect(app.errorCounts.entries()).toContainEqual(['rate-limit', 1]);
    const registry = new Registry();
    app.rateLimitRefusals.expose(registry);
    const metrics = await registry.metrics();
    expect(metrics).toContain('schemagate_rate_limited_requests_total{class="read"} 1');
    expect(metrics).toContain('schemagate_rate_limited_requests_total{class="write"} 0');
    vi.setSystemTime(1_060_000);
    expect(summary(await app.inject('/subjects'))).toMatchObject({
      status: 200,
      ratelimit: '"read";r=1;t=60',
    });
  });

  it('counts each class of routes for itself, by a limit of its own or the common one', async () => {
    const { app } = await limited({ RATE_LIMIT_MAX: 1, RATE_LIMIT_WRITE_MAX: 2 });
    const ask = async (method: 'GET' | 'POST', url: string) =>
      summary(await app.inject({ method, url }))['ratelimit'];
    expect(await ask('GET', '/subjects')).toMatch(/^"read";r=0/);
    expect(await ask('POST', '/subjects/a/versions')).toMatch(/^"write";r=1/);
    expect(await ask('POST', '/subjects/a')).toMatch(/^"validate";r=0/);
    expect(await ask('GET', '/keys')).toMatch(/^"admin";r=0/);
  });

  it('counts a credential whatever its address, and else an address or subnet', async () => {
    const { app } = await limited({ RATE_LIMIT_MAX: 1 });
    const ask = async (remoteAddress: string, key?: string) =>
      (await app.inject({ url: '/subjects', remoteAddress, ...(key && { headers: { 'x-test-key': key } }) }))
        .statusCode;
    expect(await ask('10.0.0.1', 'a')).toBe(200);
    expect(await ask('10.0.0.2', 'a')).toBe(429);
    expect(await ask('10.0.0.2', 'b')).toBe(200);
    expect(await ask('10.0.0.2')).toBe(200);
    expect(await ask('::ffff:10.0.0.2')).toBe(429);
    expect(await ask('2001:db8::1')).toBe(200);
    expect(await ask('2001:db8::ffff')).toBe(429);
  });

  it('counts paths that do not exist as reads, and never probes', async () => {
    const { app } = await limited({ RATE_LIMIT_MAX: 1 });
    expect((await app.inject('/nowhere')).statusCode).toBe(404);
    expect((await app.inject('/nowhere')).statusCode).toBe(429);
    expect((await app.inject('/subjects')).statusCode).toBe(429);
    expect(summary(await app.inject('/health/live'))).toEqual({ status: 200 });
  });

  it('forgets clients when there are too many', async () => {
    const { app } = await limited({ RATE_LIMIT_MAX: 1 }, 1);
    for (const remoteAddress of ['10.0.0.1', '10.0.0.2', '10.0.0.1']) {
      expect((await app.inject({ url: '/subjects', remoteAddress })).statusCode).toBe(200);
    }
  });

  it('is off at 0, for all classes or some', async () => {
    const { app } = await limited({});
    expect(summary(await app.inject('/nowhere'))).toEqual({ status: 404 });
    const some = await limited({ RATE_LIMIT_WRITE_MAX: 1 });
    expect(summary(await some.app.inject('/nowhere'))).toEqual({ status: 404 });
    expect(summary(await some.app.inject('/subjects'))).toEqual({ status: 200 });
  });

  it('records the first refusal of a client in a minute', async () => {
    const { app, events } = await limited({ RATE_LIMIT_MAX: 1 });
    const headers = { 'x-test-key': 'a' };
    for (let request = 0; request < 4; request += 1) await app.inject({ url: '/subjects', headers });
    await app.inject('/nowhere');
    await app.inject('/nowhere');
    expect(events).toEqual([
      expect.objectContaining({
        event: 'rate-limit.exceeded',
        outcome: 'denied',
        actor: 'key:a',
        details: { policy: 'read', method: 'GET', route: '/subjects' },
      }),
      expect.objectContaining({ actor: 'anonymous:', details: { policy: 'read', method: 'GET' } }),
    ]);
  });
});

describe.skipIf(!hasRedis)('counting in Redis', () => {
  let redis: RedisServer | undefined;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  async function replica(settings: Settings = {}): Promise<Limited> {
    const started = await limited({ RATE_LIMIT_REDIS_URL: redis?.url ?? '', RATE_LIMIT_MAX: 2, ...settings });
    await expect.poll(() => started.logged.join('')).toContain('counting in Redis');
    return started;
  }

  it('holds for replicas together, and goes on by the setting while Redis fails', async () => {
    const [first, second] = [await replica(), await replica({ RATE_LIMIT_WITHOUT_REDIS: 'refuse' })];
    const ask = async ({ app }: Limited) => summary(await app.inject('/subjects'));
    expect(await ask(first)).toEqual({
      status: 200,
      'ratelimit-policy': '"read";q=2;w=60',
      ratelimit: '"read";r=1;t=60',
    });
    // Redis counts the seconds, which may pass meanwhile.
    expect(await ask(second)).toMatchObject({
      status: 200,
      ratelimit: expect.stringMatching(/^"read";r=0;t=[56]\d$/),
    });
    expect(await ask(first)).toMatchObject({
      status: 429,
      'retry-after': expect.stringMatching(/^[56]\d$/),
    });
    expect(await ask(second)).toMatchObject({ status: 429 });
    expect((await second.app.inject({ method: 'POST', url: '/subjects/a' })).statusCode).toBe(200);

    redis?.pause();
    expect(await ask(first)).toEqual({ status: 200 });
    const refused = await second.app.inject('/subjects');
    expect(summary(refused)).toEqual({ status: 503, 'retry-after': '1' });
    expect(refused.json()).toEqual({ error_code: 503, message: 'Requests can not be counted now' });
    redis?.resume();
    await expect.poll(async () => (await ask(second)).status).toBe(429);
    expect(second.logged.filter((line) => line.includes('Redis fails, requests are refused'))).toHaveLength(
      1,
    );

    await redis?.stop();
    expect(await ask(first)).toEqual({ status: 200 });
    expect(first.logged.join('')).toContain('Redis fails, requests are not counted');
    redis = undefined;
  });
});
